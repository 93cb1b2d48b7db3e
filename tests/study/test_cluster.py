"""A sweep on a Dask cluster: the same bytes, and an end with a clear line whatever goes wrong."""

import json
import os
import socket
import subprocess
import sys
import time

import pytest

from analysis.study import cluster, handing_out, worker
from analysis.study.making import DIED
from analysis.study.plan import Slot
from analysis.study.results import load_study
from analysis.study.sweep import sweep
from analysis.study.version import code_version
from analysis.study.worker import worker_problem
from sim.core.errors import InputError, ResultsError
from tests.house.source import ROOT
from tests.study.quick import contents, deadly, quick, study_in
from tests.study.test_runs import TINY
from tests.system import posix_only

COUNTERPOINT = [sys.executable, "-c", "from counterpoint.cli.main import main; main()"]
PRELOAD = """
from analysis.runs import collect
from analysis.study import version
from tests.study import quick
collect.compiled_runner = lambda: quick.{runner}
if {is_other}:
    version.code_version = lambda: "another"
"""
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "DEADLY": "SIGKILL"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Cluster:
    """A scheduler and workers as processes of their own."""

    def __init__(self, folder):
        self.file = folder / "scheduler.json"
        self.processes = []
        module = ["-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
        self.start(*module, "--scheduler-file", str(self.file))
        end = time.monotonic() + 60
        while not self.file.is_file() and time.monotonic() < end:
            time.sleep(0.1)
        self.address = json.loads(self.file.read_text())["address"]

    def start(self, *arguments):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen([sys.executable, *arguments], env=ENVIRONMENT, **quiet)
        self.processes.append(process)
        return process

    def worker(self, *options, runner="slow", is_other=False):
        preload = self.file.with_name(f"preload{len(self.processes)}.py")
        preload.write_text(PRELOAD.format(runner=runner, is_other=is_other))
        return self.real_worker("--preload", str(preload), *(options or ["--no-nanny"]))

    def real_worker(self, *options):
        fixed = ["--scheduler-file", str(self.file), "--nthreads", "1", "--no-dashboard"]
        options = options or ["--no-nanny"]
        return self.start("-m", "distributed.cli.dask_worker", *fixed, *options)


@pytest.fixture
def computers(folder):
    """Yield a scheduler that workers can be added to."""
    found = Cluster(folder)
    yield found
    for process in reversed(found.processes):
        process.kill()
        process.wait()


def test_a_worker_with_other_code_or_another_disk_is_told_so(folder):
    assert "has other code or libraries" in worker_problem(str(folder), "another")
    code = code_version()
    assert worker_problem(str(folder), code) == ""
    assert "does not see" in worker_problem(str(folder / "x"), code)


def test_a_worker_skips_a_chunk_that_is_there(folder, monkeypatch):
    sweep(study_in(folder), folder / "out", runner=quick)
    name = next(iter(load_study(folder / "out").files)).name
    monkeypatch.setattr(worker, "_work", None)  # it must not even read the study
    task = worker.Task(str(folder / "out"), code_version(), "", Slot(0, 0), name, None)
    assert worker.remote_chunk(task)[0].name == name


@pytest.mark.parametrize("address", ["nonsense", "tcp://head", "tcp://h:1:1", "tcp://h:123456"])
def test_what_is_no_address_is_told_so(folder, address):
    with pytest.raises(InputError, match="an address has a protocol, a host and a port"):
        sweep(study_in(folder), folder / "out", scheduler=address)


def test_a_scheduler_that_does_not_answer_gets_one_message(folder):
    (folder / "tiny.yaml").write_text(TINY)
    command = [*COUNTERPOINT, "sweep", "tiny.yaml", "--scheduler", "tcp://127.0.0.1:9"]
    done = subprocess.run(
        [*command, "--out", "o"],
        cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "no scheduler answers at tcp://127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.compiled
def test_a_cluster_that_loses_a_worker_makes_the_same_bytes(folder, computers):
    workers = [computers.real_worker() for _ in range(2)]
    text = TINY.replace("replicates: 2", "replicates: 12")
    study = study_in(folder, text, "tiny.yaml")
    sweep(study, folder / "here", chunk_runs=2)
    out = folder / "there"
    command = [*COUNTERPOINT, "sweep", "tiny.yaml", "--scheduler", computers.address]
    client = subprocess.Popen(
        [*command, "--out", str(out), "--chunk", "2"],
        cwd=folder, env=ENVIRONMENT, stderr=subprocess.PIPE,
    )  # fmt: skip
    wait_for(out, 3)
    assert client.poll() is None
    workers[0].kill()
    said = client.communicate(timeout=300)[1].decode()
    assert client.returncode == 0, said
    assert contents(out) == contents(folder / "here")


def wait_for(out, count):
    """Wait until there are so many chunks."""
    end = time.monotonic() + 300
    while len(list(out.glob("measures-*"))) < count:
        assert time.monotonic() < end
        time.sleep(0.01)


def when(count, act):
    """Return a function that hears of progress and acts once, when so many runs are done."""
    done = []

    def hear(runs, _planned):
        if runs >= count and not done:
            done.append(runs)
            act()

    return hear


@pytest.mark.slow
def test_the_last_worker_that_dies_ends_the_sweep_with_a_message(folder, computers, monkeypatch):
    monkeypatch.setattr(handing_out, "LOST", 3.0)
    monkeypatch.setattr(handing_out, "LOOK", 0.5)
    only = computers.worker()
    study = study_in(folder)
    with pytest.raises(ResultsError, match="the last worker is gone, and none has come for 3 sec"):
        sweep(
            study, folder / "out", chunk_runs=1, scheduler=computers.address,
            progress=when(5, only.kill),
        )  # fmt: skip
    assert 5 <= load_study(folder / "out").manifest["runs"]["done"] < 54


@pytest.mark.slow
def test_a_late_worker_of_another_version_takes_no_chunks_away(folder, computers):
    study, told = study_in(folder), []
    sweep(study, folder / "here", chunk_runs=1, runner=quick)
    computers.worker()
    results = sweep(
        study, folder / "out", chunk_runs=1, scheduler=computers.address, notice=told.append,
        progress=when(3, lambda: computers.worker(is_other=True)),
    )  # fmt: skip
    assert results.manifest["is_finished"]
    assert contents(folder / "out") == contents(folder / "here")


@posix_only
@pytest.mark.slow
def test_a_run_that_kills_every_worker_is_found_and_the_others_go_on(
    folder, computers, monkeypatch
):
    monkeypatch.setenv("DEADLY", "SIGKILL")
    computers.worker("--nanny", runner="deadly")
    results = sweep(
        study_in(folder), folder / "out", chunk_runs=4, scheduler=computers.address, runner=deadly
    )
    assert results.manifest["runs"] == {"planned": 54, "done": 54, "failed": 1}
    assert results.failures["error"].tolist() == [DIED]
    assert results.failures["point"].tolist() == [8]


def test_what_is_no_scheduler_ends_with_a_message_in_time(folder, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        begun = time.monotonic()
        with pytest.raises(ResultsError, match=f"no scheduler answers at {address} within 1 sec"):
            sweep(study_in(folder), folder / "out", scheduler=address)
        assert time.monotonic() - begun < 30


@pytest.mark.slow
def test_the_address_of_a_worker_is_told_apart_from_a_schedulers(folder, computers):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    computers.worker("--no-nanny", "--worker-port", str(port))
    time.sleep(8)
    with pytest.raises(ResultsError, match="is no scheduler, but a Worker"):
        sweep(study_in(folder), folder / "out", scheduler=f"tcp://127.0.0.1:{port}")
