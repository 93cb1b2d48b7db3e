"""Which settings no other beats: candidates, search, the front on fresh seeds."""
