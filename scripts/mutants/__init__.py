"""Mutants: small wrong changes of the model, each of which some test must notice."""
