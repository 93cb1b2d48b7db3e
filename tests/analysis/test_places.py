"""One protocol, three places: a folder, the store of a study, and beside a company file."""

import hashlib
import json

import pandas as pd
import pytest

from analysis.results.beside import Beside
from analysis.results.place import DICTIONARY, MANIFEST, REPORT
from analysis.results.protocol import Results, put_into, write
from analysis.study.chunks import frame, unpacked
from analysis.study.folder import StudyFolder
from analysis.study.written import Listed
from sim.core.errors import InputError

TABLE = pd.DataFrame({"name": ["a", "b"], "value": [0.1, None]})
WORDS = {"tables": {"found": [{"column": "name", "unit": "word", "meaning": "of it"}]}}


@pytest.fixture
def results():
    return Results(
        facts={"kind": "invented"},
        tables={"found": TABLE},
        dictionary=WORDS,
        texts={"acme.yaml": "name: acme\n"},
        report=lambda found: f"<p>{found.facts['kind']}</p>",
    )


def test_what_lies_beside_a_file_is_what_a_folder_holds(results, tmp_path):
    write(results, tmp_path / "folder")
    put_into(Beside(tmp_path / "acme.yaml"), results)
    folder = {path.name: path.read_bytes() for path in (tmp_path / "folder").iterdir()}
    beside = {path.name: path.read_bytes() for path in tmp_path.glob("acme*")}
    del folder[MANIFEST]
    assert set(folder) == {"found.csv", "acme.yaml", REPORT, DICTIONARY}
    own = folder.pop("acme.yaml")
    assert beside == {"acme.yaml": own, **{f"acme_{name}": text for name, text in folder.items()}}


def test_a_file_that_cannot_be_written_is_named(results, tmp_path):
    (tmp_path / "acme_found.csv").mkdir()
    with pytest.raises(InputError, match=r"acme_found\.csv: cannot be written"):
        put_into(Beside(tmp_path / "acme.yaml"), results)


def test_a_store_lists_what_it_holds_with_its_hash(results, tmp_path):
    listed = Listed(StudyFolder(tmp_path), {})
    put_into(listed, Results({}, results.tables, WORDS, texts=results.texts, fmt="parquet"))
    held = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert listed.files == {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}
    assert set(held) == {"found.parquet", DICTIONARY, "acme.yaml"}
    pd.testing.assert_frame_equal(frame(unpacked(tmp_path / "found.parquet")), TABLE)
    assert json.loads(held[DICTIONARY]) == WORDS


def test_equal_tables_of_a_store_are_equal_bytes(tmp_path):
    first, second = (Listed(StudyFolder(tmp_path / name), {}) for name in ("one", "two"))
    first.write_table("found", TABLE)
    second.write_table("found", TABLE.copy())
    assert first.files == second.files
