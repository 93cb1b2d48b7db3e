"""Text that is no YAML, or YAML that a scenario may not use."""

import pytest

from sim.scenario.reader import MAX_BYTES
from tests.scenario.conftest import HEAD

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

ALL = {**BROKEN_YAML, **REFUSED_YAML}


@pytest.mark.parametrize(("text", "expected"), ALL.values(), ids=list(ALL))
def test_what_is_no_scenario_gets_one_clear_message(text, expected, problems_of):
    assert problems_of(text) == expected
