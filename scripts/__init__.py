"""Tools for working on Counterpoint; not part of the installed package."""
