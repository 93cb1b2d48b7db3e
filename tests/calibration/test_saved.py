"""Runs of a fit that is stopped are kept, and made once."""

import numpy as np
import pytest

from analysis.calibration.saved import Saved


def row(place):
    return np.array([float(place), 1.0])


def test_what_was_made_before_a_stop_is_not_made_again(tmp_path):
    path, asked = tmp_path / "x_runs.npz", []

    def stopping(place):
        if place == 7:
            raise KeyboardInterrupt
        return row(place)

    first = Saved(path)
    with pytest.raises(KeyboardInterrupt):
        first.rows("a", stopping, 10, 1)
    assert first.made == 7

    def again(place):
        asked.append(place)
        return row(place)

    saved = Saved(path)
    assert np.array_equal(saved.rows("a", again, 10, 1), np.array([row(n) for n in range(10)]))
    assert asked == [7, 8, 9]
    assert saved.taken == 7
    saved.done()
    assert not path.exists()


def test_other_runs_and_another_model_begin_anew(tmp_path, monkeypatch):
    path = tmp_path / "x_runs.npz"
    Saved(path).rows("a", row, 4, 1)
    other = Saved(path)
    other.rows("b", row, 4, 1)
    assert other.taken == 0
    again = Saved(path)
    again.rows("a", row, 4, 1)
    assert again.taken == 4
    monkeypatch.setattr("analysis.calibration.saved._model", lambda: "another")
    changed = Saved(path)
    changed.rows("a", row, 4, 1)
    assert changed.taken == 0


@pytest.mark.parametrize("content", [b"", b"no file of runs", b"PK\x03\x04cut"])
def test_a_file_that_cannot_be_read_holds_nothing(tmp_path, content):
    (tmp_path / "x_runs.npz").write_bytes(content)
    saved = Saved(tmp_path / "x_runs.npz")
    assert len(saved.rows("a", row, 3, 1)) == 3
    assert saved.taken == 0


def test_runs_that_cannot_be_kept_are_still_made(tmp_path):
    assert len(Saved(tmp_path / "none" / "x_runs.npz").rows("a", row, 3, 1)) == 3
