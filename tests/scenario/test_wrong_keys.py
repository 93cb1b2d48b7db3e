"""Keys that do not exist, and what must hold between settings."""

import pytest

from sim.scenario.suggest import hint
from tests.scenario.conftest import HEAD

WEIGHTS = "a file that gives one weight of a role gives them all"
NAME = "must be 1 to 60 letters (a-z), digits, dots, dashes or underscores"

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


@pytest.mark.parametrize(("text", "expected"), WRONG_KEYS.values(), ids=list(WRONG_KEYS))
def test_a_wrong_key_gets_one_clear_message(text, expected, problems_of):
    assert problems_of(text) == expected


FIXED = (
    "cannot change during a run: they are fixed when the run begins; a change may hold contracts, "
    "organisation, information and mechanism numbers"
)

WRONG_CHANGES = {
    "a misspelt week": ("{weeks: 3}", ["timeline[0].weeks: unknown setting; did you mean week?"]),
    "several fixed sections": (
        "{week: 3, run: {weeks: 5}, market: {reps: 3}}",
        [f"timeline[0]: run, market {FIXED}"],
    ),
    "a circle": (
        "{week: 3, organisation: {cmo_reports_to: cso, cso_reports_to: cmo}}",
        [
            (
                "organisation.cmo_reports_to: reporting goes in a circle (cmo to cso to cmo); "
                "it must end at ceo or nobody"
            ),
        ],
    ),
}


@pytest.mark.parametrize(("entry", "expected"), WRONG_CHANGES.values(), ids=list(WRONG_CHANGES))
def test_a_wrong_change_gets_one_message(entry, expected, problems_of):
    found = problems_of(f"{HEAD}timeline:\n  - {entry}\n")
    assert found == [f"x.yaml:4: {text}" for text in expected]


def test_a_week_that_is_too_late_and_too_early_gets_one_message(problems_of):
    found = problems_of(HEAD + "timeline:\n  - {week: 100}\n  - {week: 90}\n  - {week: 80}\n")
    assert [line.split(": ")[1] for line in found] == ["timeline[1].week", "timeline[2].week"]
    late = problems_of(HEAD + "timeline:\n  - {week: 400}\n  - {week: 300}\n")
    assert [line.split(": ")[1] for line in late] == ["timeline[0].week", "timeline[1].week"]


def test_all_valid_keys_are_listed_where_they_are_few(problems_of):
    (line,) = problems_of(HEAD + "contracts: {rep: {zzzz: 1}}\n")
    assert line.endswith("variable_share, bonus, accelerator, cap, clawback")
    (line,) = problems_of(HEAD + "market: {zzzz: 1}\n")
    assert " more" not in line


def test_of_very_many_keys_the_first_are_listed():
    words = [f"key_{n}" for n in range(100)]
    assert hint("zzzz", words).endswith("key_11 and 88 more")
