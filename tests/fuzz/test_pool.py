"""A job that dies or never ends is named, and the others go on."""

import pytest

from scripts.fuzz import pool
from scripts.fuzz.pool import verdicts
from tests.fuzz.jobs import ends
from tests.system import posix_only


@posix_only
def test_a_job_that_dies_or_never_ends_is_named_and_the_others_go_on():
    jobs = ["well", "dies", "well", "never", "wrong", "well"]
    found = list(verdicts(ends, jobs, workers=1, seconds=2.0))
    assert [verdict.job for verdict in found] == jobs
    assert [verdict.fault for verdict in found] == [
        "",
        "the process was killed (exit code -11)",
        "",
        "no end after 2 seconds",
        "wrong",
        "",
    ]


def test_a_job_that_waits_for_its_turn_on_a_busy_machine_is_not_given_up():
    (verdict,) = verdicts(ends, ["dawdles"], workers=1, seconds=1.0)
    assert verdict.fault == ""


def test_a_job_that_waits_for_ever_is_given_up(monkeypatch):
    monkeypatch.setattr(pool, "BUSY_MACHINE", 2)
    (verdict,) = verdicts(ends, ["sleeps"], workers=1, seconds=0.5)
    assert verdict.fault == "no end after 0.5 seconds"


def test_two_processes_share_the_jobs():
    found = list(verdicts(ends, ["well"] * 5, workers=2, seconds=30.0))
    assert [verdict.fault for verdict in found] == [""] * 5


def test_no_jobs_end_at_once():
    assert list(verdicts(ends, [], workers=2, seconds=30.0)) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_every_process_that_dies_is_replaced(workers):
    found = list(verdicts(ends, ["dies"] * 3 + ["well"], workers, seconds=30.0))
    assert sorted(verdict.fault for verdict in found)[0] == ""
    assert len(found) == 4
