"""Result folders read back: their reports written again, and two of them held side by side."""
