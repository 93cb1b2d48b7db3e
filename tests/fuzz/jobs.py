"""What the crew is given in tests: jobs that end in every way there is."""

import os
import signal
import time


def ends(how: str) -> str:
    """End as told."""
    if how == "dies":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif how == "never":
        time.sleep(3600.0)
    return "" if how == "well" else how
