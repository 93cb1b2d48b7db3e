"""What is measured for speed can be called: a benchmark that breaks measures nothing."""

import inspect

from benchmarks import answers
from benchmarks.__main__ import GROUPS, main
from benchmarks.rows import child


def test_groups_are_called_by_name_and_wrong_names_are_told(capsys):
    assert main(["calibrat"]) == 2
    assert "calibrate" in capsys.readouterr().out
    for name, group in GROUPS.items():
        assert not [
            each
            for each in inspect.signature(group).parameters.values()
            if each.default is inspect.Parameter.empty
        ], name


def test_tables_made_for_benchmarks_are_read_whole(tmp_path):
    for is_dated in (False, True):
        path = tmp_path / f"{is_dated}.csv"
        answers.table(path, 300, is_dated=is_dated)
        seconds, peak = map(float, child(answers.READING.format(path=str(path), rows=300)).split())
        assert seconds > 0
        assert peak > 0
