"""With the compiler off, the same functions run as plain Python and give the same bytes."""

import json
import os
import subprocess
import sys

import pytest

from sim.core.switches import is_disabled
from sim.drivers.compiled import run
from tests.histories import FUNNEL_PRACTICES, digests, small
from tests.house.source import ROOT

pytestmark = pytest.mark.compiled

PLAIN = """\
import json, sys
from sim.core.switches import is_disabled
from sim.drivers.compiled import run
from tests.histories import digests, small
assert is_disabled() and not hasattr(run, "py_func")
name, seed, *settings = sys.argv[1:]
print(json.dumps(digests(run(small(name, *settings), int(seed)))))
"""


def in_plain_python(*arguments):
    """Return the digests of a run in another process with the compiler off."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PLAIN, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("siloed_metrics", ()),
        ("unified_cro", ("market.pods=2", "information.sales_evidence_in_marketing=0.4")),
        ("hybrid_pay", FUNNEL_PRACTICES),
    ],
)
def test_the_compiler_changes_no_byte(name, settings):
    assert not is_disabled()
    compiled = digests(run(small(name, *settings), 6))
    assert compiled == in_plain_python(name, 6, *settings)


@pytest.mark.slow
def test_the_compiler_changes_no_byte_in_three_years():
    settings = ("run.weeks=156", "run.burn_in=26")
    assert digests(run(small("siloed_metrics", *settings), 7)) == in_plain_python(
        "siloed_metrics", 7, *settings
    )
