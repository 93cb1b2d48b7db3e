"""What the crew is given in tests: jobs that end in every way there is."""

import os
import signal
import time


def ends(how: str) -> str:
    """End as told."""
    if how == "dies":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif how == "sleeps":
        time.sleep(3600.0)
    elif how == "dawdles":
        time.sleep(1.5)
        return ""
    while how == "never":
        pass
    return "" if how == "well" else how
