"""How fast, how large, how soon: one table, `make bench`."""
