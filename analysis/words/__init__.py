"""How numbers, settings and schemes are said."""
