"""Rooms from outside: a user's own mechanisms and practices, without a change to the house."""

from sim.outside.compose import Program, composed, furnished, program, shipped_part
from sim.outside.load import Source, from_text, joined, load_room, load_rooms

__all__ = [
    "Program",
    "Source",
    "composed",
    "from_text",
    "furnished",
    "joined",
    "load_room",
    "load_rooms",
    "program",
    "shipped_part",
]
