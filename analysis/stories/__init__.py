"""The dated, causal life of accounts, pairs and people: events that name their causes."""
