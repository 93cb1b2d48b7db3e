"""A schema that cannot be written leaves nothing behind."""

import os


def test_a_failed_write_of_the_schema_leaves_no_empty_file(refused, folder, monkeypatch):
    def fail(_file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    assert "cannot be written" in refused("schema", "--out", "x.json")[-1]
    assert list(folder.iterdir()) == []
