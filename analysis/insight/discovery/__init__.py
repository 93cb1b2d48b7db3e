"""Where each scheme wins: maps, rules (scenario discovery) and stochastic dominance."""
