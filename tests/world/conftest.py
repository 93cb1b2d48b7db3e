"""Rooms are tested as plain Python; tests/equivalence holds the compiler to it."""

import pytest

from tests.mechanisms.harness import plain_python


@pytest.fixture(autouse=True, scope="module")
def rooms_in_plain_python():
    with plain_python():
        yield
