from pathlib import Path

import pytest

from sim.core.errors import ScenarioError
from sim.scenario import load_any

HEAD = "schema_version: 1\nname: x\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def written(folder):
    def write(text: str | bytes, name: str = "x.yaml") -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Path(name)

    return write


@pytest.fixture
def problems_of(written):
    """The messages that checking a file gives, as a list of lines."""

    def check(text: str | bytes, name: str = "x.yaml") -> list[str]:
        path = written(text, name)
        with pytest.raises(ScenarioError) as caught:
            load_any(path)
        assert str(caught.value).splitlines() == [str(item) for item in caught.value.problems]
        return str(caught.value).splitlines()

    return check
