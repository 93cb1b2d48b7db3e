"""The figures of a comparison, one function each, and all of them as files."""
