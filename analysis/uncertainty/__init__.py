"""Uncertainty about people and markets: worlds that replicates draw, and what turns an answer."""
