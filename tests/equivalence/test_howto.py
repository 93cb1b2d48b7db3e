"""The page that shows how to use the model with Mesa says what happens."""

import os
import re
import subprocess
import sys

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.compiled

PAGE = ROOT / "docs" / "how-to" / "use-with-mesa.md"
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def test_the_code_of_the_page_runs_as_one_script(tmp_path):
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) == 7
    script = tmp_path / "page.py"
    script.write_text("\n".join(blocks), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "of 200 accounts are looking" in done.stdout
    (usual, choosy) = re.findall(r"(\d+) and (\d+) qualified leads", done.stdout)[0]
    assert int(usual) > int(choosy) > 0
    assert "1 week ahead" in done.stdout
    assert done.stdout.endswith("4 runs\n")
