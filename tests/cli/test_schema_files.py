"""A schema that cannot be written leaves nothing behind."""

from pathlib import Path


def test_a_failed_write_of_the_schema_leaves_no_empty_file(refused, folder, monkeypatch):
    def fail(path, *_arguments, **_options):
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fail)
    assert "cannot be written" in refused("schema", "--out", "x.json")[-1]
    assert list(folder.iterdir()) == []
