"""What a study says: which parameters matter, where each scheme wins, which pay is best."""
