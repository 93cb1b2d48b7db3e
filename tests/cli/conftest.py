from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterpoint.cli.main import cli

HEAD = "schema_version: 1\nname: x\n"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def call(folder):
    """Call the command line in an empty folder."""

    def run(*arguments: str, **options) -> Result:
        return CliRunner().invoke(cli, list(arguments), prog_name="counterpoint", **options)

    return run


@pytest.fixture
def refused(call):
    """Call it with a mistake; return the lines of its message."""

    def run(*arguments: str) -> list[str]:
        result = call(*arguments)
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        return result.stderr.splitlines()

    return run
