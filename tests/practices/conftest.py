"""Practices are tested like the other rooms: as plain Python."""

from tests.mechanisms.conftest import rooms_in_plain_python

__all__ = ["rooms_in_plain_python"]
