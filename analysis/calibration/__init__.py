"""Parameters of a market found from what a firm knows of itself, or from its opportunities."""
