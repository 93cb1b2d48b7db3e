"""How fast, how large, how soon: one table, `make bench`.

The groups `memory` and `calibrate` measure memory as Linux counts it; on Windows leave them out.
"""
