"""What a test may need of the system it runs on."""

import os

import pytest

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs signals, forks or pipes of POSIX")
"""For tests of what Windows does not have; tests/house/test_system.py asks for it."""
