"""Files that nobody should be able to hurt the program, or themselves, with."""

import os

import pytest

from sim.core.errors import ScenarioError
from sim.scenario import load_scenario
from sim.scenario.reader import MAX_BYTES
from tests.scenario.conftest import HEAD

WEIGHTS = "a file that gives one weight of a role gives them all"
NAME = "must be 1 to 60 letters (a-z), digits, dots, dashes or underscores"
HAZARD = "a number from 0 to 0.2 (1/week)"

BROKEN_YAML = {
    "empty": ("", ["x.yaml: the file is empty; a scenario begins with schema_version"]),
    "only a comment": (
        "# nothing\n",
        ["x.yaml: the file is empty; a scenario begins with schema_version"],
    ),
    "only a marker": (
        "---\n",
        ["x.yaml: the file is empty; a scenario begins with schema_version"],
    ),
    "a list": ("- 1\n", ["x.yaml:1: a scenario is a mapping, lines of the form key: value"]),
    "a word": ("hello\n", ["x.yaml:1: a scenario is a mapping, lines of the form key: value"]),
    "an unclosed bracket": (
        HEAD + "run: {weeks: 4\n",
        [
            (
                "x.yaml:4: not valid YAML: while parsing a flow mapping, expected ',' or '}', "
                "but got '<stream end>'"
            )
        ],
    ),
    "an unclosed quote": (
        "name: 'x\n",
        [
            (
                "x.yaml:2: not valid YAML: while scanning a quoted scalar, found unexpected end of "
                "stream"
            )
        ],
    ),
    "a tab": (
        HEAD + "run:\n\tweeks: 4\n",
        ["x.yaml:4: not valid YAML: a tab is used for indentation; use spaces"],
    ),
    "a colon too many": (
        HEAD + "run: weeks: 4\n",
        ["x.yaml:3: not valid YAML: mapping values are not allowed here"],
    ),
    "two documents": (
        HEAD + "---\nname: y\n",
        ["x.yaml:3: a second document begins here; a file holds one scenario"],
    ),
    "a control character": (
        HEAD + "description: a\x07b\n",
        ["x.yaml:3: a control character is not allowed here"],
    ),
    "latin 1": (
        HEAD.encode() + b"description: caf\xe9\n",
        ["x.yaml:3: the file is not UTF-8; save it as UTF-8"],
    ),
    "utf 16": (
        HEAD.encode("utf-16"),
        ["x.yaml:1: the file is not UTF-8; save it as UTF-8"],
    ),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\x00\x00",
        ["x.yaml:1: the file is not UTF-8; save it as UTF-8"],
    ),
    "too long": (
        HEAD + "#" * MAX_BYTES,
        [f"x.yaml: the file has {len(HEAD) + MAX_BYTES} bytes; at most {MAX_BYTES} are read"],
    ),
    "too many values": (
        HEAD + "timeline: [" + "1," * 20_000 + "]\n",
        ["x.yaml:3: timeline[19996]: more than 20000 values in one file"],
    ),
    "too deep": (
        HEAD + "run: " + "[" * 3000 + "]" * 3000 + "\n",
        ["x.yaml:3: run: nested more than 12 levels deep"],
    ),
}

REFUSED_YAML = {
    "an anchor": (
        HEAD + "trust: &all\n  gain: 0.02\n",
        ["x.yaml:3: trust: YAML anchors (&all) are not supported"],
    ),
    "an alias bomb": (
        HEAD + "run: &a [x, x]\nchoices: &b [*a, *a]\n",
        [
            "x.yaml:3: run: YAML anchors (&a) are not supported",
            "x.yaml:4: choices: YAML anchors (&b) are not supported",
            "x.yaml:4: choices[0]: YAML aliases (*a) are not supported",
            "x.yaml:4: choices[1]: YAML aliases (*a) are not supported",
        ],
    ),
    "a merge key": (
        HEAD + "trust:\n  <<: {gain: 0.02}\n",
        ["x.yaml:4: trust: YAML merge keys (<<) are not supported; use extends"],
    ),
    "a Python tag": (
        HEAD + "description: !!python/object/apply:os.system [ls]\n",
        [
            (
                "x.yaml:3: description: YAML tags "
                "(tag:yaml.org,2002:python/object/apply:os.system) are not supported"
            )
        ],
    ),
    "a harmless tag": (
        HEAD + "run: {weeks: !!float 4}\n",
        ["x.yaml:3: run.weeks: YAML tags (tag:yaml.org,2002:float) are not supported"],
    ),
    "a list as key": (
        HEAD + "? [a, b]\n: 1\n",
        ["x.yaml:3: a key must be a word, not a list, a mapping or an alias"],
    ),
    "an endless key": (
        HEAD + "k" * 101 + ": 1\n",
        ["x.yaml:3: a key must be a word of 1 to 100 characters"],
    ),
    "a duplicate key": (
        HEAD + "run: {weeks: 4}\nrun: {weeks: 5}\n",
        ["x.yaml:4: run: duplicate key, first given on line 3"],
    ),
    "a duplicate inner key": (
        HEAD + "run:\n  weeks: 4\n  weeks: 5\n",
        ["x.yaml:5: run.weeks: duplicate key, first given on line 4"],
    ),
    "nothing after a key": (
        HEAD + "run:\n",
        ["x.yaml:3: run: nothing is given; write a value or leave the key out"],
    ),
    "null": (
        HEAD + "run: {weeks: null}\n",
        ["x.yaml:3: run.weeks: nothing is given; write a value or leave the key out"],
    ),
}

WRONG_VALUES = {
    "not a number": (
        HEAD + "demand: {entry_hazard: .nan}\n",
        ["x.yaml:3: demand.entry_hazard: .nan is not allowed: numbers must be finite"],
    ),
    "infinity": (
        HEAD + "demand: {entry_hazard: -.inf}\n",
        ["x.yaml:3: demand.entry_hazard: -.inf is not allowed: numbers must be finite"],
    ),
    "a float that overflows": (
        HEAD + "demand: {entry_hazard: 1e999}\n",
        ["x.yaml:3: demand.entry_hazard: 1e999 is too large for a number"],
    ),
    "an integer of 6000 digits": (
        HEAD + "demand: {entry_hazard: " + "9" * 6000 + "}\n",
        ["x.yaml:3: demand.entry_hazard: a number of 6000 characters is too long; at most 40"],
    ),
    "a quoted number": (
        HEAD + 'demand: {entry_hazard: "0.01"}\n',
        [
            (
                f"x.yaml:3: demand.entry_hazard: must be {HAZARD}, not the text '0.01'; "
                "write it without quotes: 0.01"
            )
        ],
    ),
    "percent": (
        HEAD + "demand: {entry_hazard: 12%}\n",
        [
            (
                f"x.yaml:3: demand.entry_hazard: must be {HAZARD}, not the text '12%'; "
                "write a share: 0.12"
            )
        ],
    ),
    "a decimal comma": (
        HEAD + "demand:\n  entry_hazard: 0,01\n",
        [
            (
                f"x.yaml:4: demand.entry_hazard: must be {HAZARD}, not the text '0,01'; "
                "write the digits only, with a point: 0.01"
            )
        ],
    ),
    "underscores": (
        HEAD + "run: {weeks: 1_04}\n",
        [
            (
                "x.yaml:3: run.weeks: must be a whole number from 1 to 5200 (weeks), not the text "
                "'1_04'; write the digits only: 104"
            )
        ],
    ),
    "true": (
        HEAD + "demand: {entry_hazard: true}\n",
        [f"x.yaml:3: demand.entry_hazard: must be {HAZARD}, not true"],
    ),
    "a list": (
        HEAD + "demand: {entry_hazard: [0.1]}\n",
        [f"x.yaml:3: demand.entry_hazard: must be {HAZARD}, not a list"],
    ),
    "a group": (
        HEAD + "demand: {entry_hazard: {mean: 1}}\n",
        [f"x.yaml:3: demand.entry_hazard: must be {HAZARD}, not a group of settings"],
    ),
    "a value for a group": (
        HEAD + "run: 4\n",
        ["x.yaml:3: run: must hold settings of its own (weeks, burn_in, before), not 4"],
    ),
    "too large": (
        HEAD + "demand: {entry_hazard: 0.3}\n",
        [f"x.yaml:3: demand.entry_hazard: 0.3 is out of bounds; allowed: {HAZARD}"],
    ),
    "too small": (
        HEAD + "run: {weeks: 0}\n",
        [
            (
                "x.yaml:3: run.weeks: 0 is out of bounds; allowed: a whole number from 1 to 5200 "
                "(weeks)"
            )
        ],
    ),
    "half a week": (
        HEAD + "run: {weeks: 4.5}\n",
        ["x.yaml:3: run.weeks: must be a whole number from 1 to 5200 (weeks), not 4.5"],
    ),
    "an unknown word": (
        HEAD + "choices: {timing: frozzen}\n",
        [
            (
                "x.yaml:3: choices.timing: must be one of free, frozen, not the text 'frozzen'; "
                "did you mean frozen?"
            )
        ],
    ),
    "no as a word": (
        HEAD + "choices: {timing: no}\n",
        ["x.yaml:3: choices.timing: must be one of free, frozen, not the text 'no'"],
    ),
}

WRONG_KEYS = {
    "a misspelt key": (
        HEAD + "demand: {entry_hazrd: 0.01}\n",
        ["x.yaml:3: demand.entry_hazrd: unknown setting; did you mean entry_hazard?"],
    ),
    "a misspelt section": (
        HEAD + "contrcts: {rep: {own_revenue: 1}}\n",
        ["x.yaml:3: contrcts: unknown setting; did you mean contracts?"],
    ),
    "a key outside its section": (
        HEAD + "entry_hazard: 0.01\n",
        ["x.yaml:3: entry_hazard: unknown setting; did you mean demand.entry_hazard?"],
    ),
    "a key in another section": (
        HEAD + "choices: {entry_hazard: 0.01}\n",
        ["x.yaml:3: choices.entry_hazard: unknown setting; did you mean demand.entry_hazard?"],
    ),
    "a role that does not exist": (
        HEAD + "contracts: {reps: {own_revenue: 1}}\n",
        ["x.yaml:3: contracts.reps: unknown setting; did you mean rep?"],
    ),
    "a misspelt weight": (
        HEAD + "contracts: {rep: {own_revenu: 1}}\n",
        ["x.yaml:3: contracts.rep.own_revenu: unknown setting; did you mean own_revenue?"],
    ),
    "weights that do not sum to one": (
        HEAD + "contracts:\n  rep: {own_revenue: 0.5, margin: 0.4}\n",
        [
            (
                "x.yaml:4: contracts.rep: the weights sum to 0.9 but must sum to 1 "
                f"(own_revenue 0.5, margin 0.4); {WEIGHTS}"
            )
        ],
    ),
    "weights that are all zero": (
        HEAD + "contracts:\n  rep: {own_revenue: 0}\n",
        [
            (
                "x.yaml:4: contracts.rep: the weights sum to 0 but must sum to 1 (all are 0); "
                f"{WEIGHTS}"
            )
        ],
    ),
    "burn-in between quarters": (
        HEAD + "run: {burn_in: 50}\n",
        ["x.yaml:3: run.burn_in: 50 is not a multiple of 13; write 39 or 52"],
    ),
    "no version": ("name: x\n", ["x.yaml: schema_version: is missing; write schema_version: 1"]),
    "another version": (
        "schema_version: 2\nname: x\n",
        ["x.yaml:1: schema_version: must be 1, the version this program reads, not 2"],
    ),
    "no name": ("schema_version: 1\n", ["x.yaml: name: is missing; results are labelled with it"]),
    "a name with a slash": (
        "schema_version: 1\nname: ../x\n",
        [f"x.yaml:2: name: {NAME}, not the text '../x'"],
    ),
    "a number as name": (
        "schema_version: 1\nname: 7\n",
        [f"x.yaml:2: name: {NAME}, not 7"],
    ),
    "an unknown kind": (
        HEAD + "kind: shceme\n",
        [
            (
                "x.yaml:3: kind: must be one of scheme, market, overlay, company, not the text "
                "'shceme'"
            )
        ],
    ),
    "a number as description": (
        HEAD + "description: 5\n",
        ["x.yaml:3: description: must be text, not 5"],
    ),
}

ALL = {**BROKEN_YAML, **REFUSED_YAML, **WRONG_VALUES, **WRONG_KEYS}


@pytest.mark.parametrize(("text", "expected"), ALL.values(), ids=list(ALL))
def test_a_wrong_file_gets_one_clear_message_per_problem(text, expected, problems_of):
    assert problems_of(text) == expected


def test_all_problems_of_all_files_come_at_once(written, folder):
    written(HEAD + "run: {weeks: 0}\nextends: y.yaml\n")
    written(HEAD.replace("name: x", "name: y") + "run: {burn_in: 1.5}\n", "y.yaml")
    written(HEAD + "kind: overlay\nchoices: {timing: 3}\n", "z.yaml")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("x.yaml", market="nowhere", overlays=["z.yaml"], overrides=["a=1", "b"])
    assert [line.split(" ")[0] for line in str(caught.value).splitlines()] == [
        "y.yaml:3:",
        "x.yaml:3:",
        "nowhere:",
        "z.yaml:4:",
        "--set:",
        "--set:",
    ]


def test_a_missing_file_is_named(folder):
    with pytest.raises(ScenarioError, match=r"^gone\.yaml: there is no such file$"):
        load_scenario("gone.yaml")


def test_a_misspelt_file_is_suggested(written):
    written(HEAD, "company.yaml")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("compny.yaml")
    assert str(caught.value) == ("compny.yaml: there is no such file; did you mean company.yaml?")


def test_a_folder_is_not_a_scenario(folder):
    (folder / "x.yaml").mkdir()
    with pytest.raises(ScenarioError, match=r"^x\.yaml: this is a folder; give a scenario file$"):
        load_scenario("x.yaml")


def test_a_pipe_is_not_read(folder):
    os.mkfifo(folder / "x.yaml")
    with pytest.raises(ScenarioError, match=r"^x\.yaml: this is not a regular file$"):
        load_scenario("x.yaml")


def test_a_file_without_permission_is_named(written, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    path = written(HEAD)
    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(ScenarioError, match=r"^x\.yaml: the file cannot be read: Permission"):
        load_scenario(path)


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b.yaml", "", "."])
def test_an_impossible_name_is_refused(name, folder):
    with pytest.raises(ScenarioError):
        load_scenario(name)


def test_a_byte_order_mark_is_fine(written):
    assert load_scenario(written(b"\xef\xbb\xbf" + HEAD.encode())).name == "x"


def test_windows_line_ends_are_fine(written):
    assert load_scenario(written(HEAD.replace("\n", "\r\n"))).name == "x"


def test_numbers_follow_the_rules_of_yaml_1_2(written):
    text = HEAD + "demand: {entry_hazard: 1e-2}\nrun: {weeks: 010}\n"
    scenario = load_scenario(written(text))
    assert scenario.values["demand"]["entry_hazard"] == 0.01
    assert scenario.values["run"]["weeks"] == 10
