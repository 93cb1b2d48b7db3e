"""The scripts of the page about clusters run as printed, on two shards and one Dask worker here."""

import os
import re
import subprocess
import sys
import time

import pytest
import yaml

from scripts.pages import HOW_TO, ROOT
from tests.study.quick import contents
from tests.system import posix_only

pytestmark = [pytest.mark.compiled, pytest.mark.slow, posix_only]

PAGE = (HOW_TO / "run-on-a-cluster.md").read_text(encoding="utf-8")
FEWER = {
    "points: 64": "points: 4",
    "replicates: 5": "replicates: 2",
    "run.weeks: 156": "run.weeks: 8",
    "gross_profit_y1, gross_profit_y3, ": "",
}
"""What the study says here in place of what it begins with."""
SMALL = {
    "--workers 8": "--workers 1",
    "--workers 4": "--workers 1",
    "--nthreads 16": "--nthreads 1",
    "/100": "/2",
}
"""What scripts say here in place of what the page says."""
PROGRAMS = {
    "counterpoint": "from counterpoint.cli.main import main; main()",
    "dask": "from dask.cli import run_cli; run_cli()",
}


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def typed(holding: str) -> list[str]:
    """Return the lines that a reader types in the block that holds some text."""
    (block,) = (each for each in blocks("console") if holding in each)
    return re.findall(r"^\$ (.*)$", block, re.MULTILINE)


def shrunk(text: str) -> str:
    for old, new in SMALL.items():
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """Yield what runs a script where the reader stands, with both programs on the path."""
    here = tmp_path_factory.mktemp("reader")
    programs = here / "bin"
    programs.mkdir()
    for name, code in PROGRAMS.items():
        (programs / name).write_text(f'#!/bin/sh\nexec {sys.executable} -c "{code}" "$@"\n')
        (programs / name).chmod(0o755)
    environment = os.environ | {
        "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
        "SCRATCH": str(here / "scratch"),
    }  # fmt: skip

    def run(script: str, *, waits: bool = True, **variables: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            ["bash", "-c", f"exec {script}" if not waits else script], cwd=here,
            env=environment | variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True,
        )  # fmt: skip
        if waits:
            said = process.communicate(timeout=600)[0]
            assert process.returncode == 0, said
            assert "Traceback" not in said
        return process

    run(blocks("sh")[0])
    study = here / "environments.yaml"
    text = study.read_text(encoding="utf-8")
    for old, new in FEWER.items():
        assert old in text
        text = text.replace(old, new)
    study.write_text(text, encoding="utf-8")
    run("counterpoint sweep environments.yaml --out whole --workers 1")
    run.here = here
    return run


def test_an_array_of_shards_merges_to_the_bytes_of_one_sweep(shell):
    (script,) = blocks("bash")
    for number in ("1", "2"):
        shell(shrunk(script), SLURM_ARRAY_TASK_ID=number)
    (merge,) = typed("counterpoint merge")
    shell(merge)
    assert contents(shell.here / "results/environments") == contents(shell.here / "whole")
    (rest,) = re.findall(r"says how many runs are; `(.*?)` adds them", PAGE)
    shell(rest)
    assert contents(shell.here / "results/environments") == contents(shell.here / "whole")


def test_an_indexed_job_of_shards_merges_to_the_same_bytes(shell):
    (job,) = (yaml.safe_load(each) for each in blocks("yaml"))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["bash", "-c"]
    assert len(container["args"]) == 1
    script = shrunk(container["args"][0]).replace("/study/", "").replace("/store/", "store/")
    for index in range(2):
        shell(script, JOB_COMPLETION_INDEX=str(index))
    shell("counterpoint merge joined store/part1 store/part2")
    assert contents(shell.here / "joined") == contents(shell.here / "whole")


def test_a_scheduler_with_its_worker_makes_the_same_bytes(shell):
    scheduler, worker, sweep = (line.split("   ")[0] for line in typed("dask scheduler"))
    file = shell.here / "scheduler.json"
    running = [shell(f"{scheduler} --port 0 --no-dashboard --scheduler-file {file}", waits=False)]
    try:
        end = time.monotonic() + 60
        while not file.is_file() and time.monotonic() < end:
            time.sleep(0.1)
        address = yaml.safe_load(file.read_text())["address"]

        def here(line: str) -> str:
            return shrunk(line).replace("tcp://head:8786", address).replace("/shared/", "shared/")

        running.append(shell(f"{here(worker)} --no-dashboard", waits=False))
        shell(here(sweep))
    finally:
        for process in reversed(running):
            process.terminate()
            process.communicate(timeout=60)
    assert contents(shell.here / "shared/environments") == contents(shell.here / "whole")
