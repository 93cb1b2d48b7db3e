"""What every test may count on."""

from hypothesis import settings

# The first call of a compiled function takes seconds; examples are the same on every machine.
settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("house")


def pytest_addoption(parser):
    """Add --record, which writes golden files anew."""
    parser.addoption("--record", action="store_true", help="record the golden files anew")
