"""How runs are made and reduced to numbers: who the firm is, replicates, statistics of them."""
