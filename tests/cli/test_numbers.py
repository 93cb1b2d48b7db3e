"""Numbers on the command line as people write them."""

import pytest
from click import BadParameter

from counterpoint.terminal.numbers import Numeral
from counterpoint.terminal.questions import doubts
from counterpoint.terminal.rooms import built, pods_of
from sim.scenario import load_scenario

FIRM = {
    "accounts": 900.0, "looking": 0.2, "reps": 8.0, "marketers": 4.0, "value": 40_000.0,
    "members": 6.0, "rivals": 0.35, "churn": 0.1, "budget": 120_000.0, "pay": 90_000.0,
}  # fmt: skip


def test_an_option_takes_numbers_as_people_write_them():
    share, money = Numeral(0, 1), Numeral(0, 1e10)
    assert [share.convert(text, None, None) for text in ("20%", "0,2", "0.2")] == [0.2] * 3
    assert money.convert("45k", None, None) == 45_000.0
    assert Numeral(1, 100_000, whole=True).convert("3.500", None, None) == 3_500.0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("600.000", "can be read as 600000 or as 600"),
        ("many", "'many' is not a number; write it like 45000, 45k, 20% or 0.2"),
        ("-5", "-5 is not in the range 0 to 10,000,000,000"),
    ],
)
def test_what_is_not_clear_is_asked_back(text, says):
    with pytest.raises(BadParameter, match=says):
        Numeral(0, 1e10).convert(text, None, None)


def test_a_believable_firm_raises_no_doubt():
    assert doubts(FIRM) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"budget": 600.0}, "--budget: 600 a year for marketing beside bookings of about 3,600,"),
        ({"reps": 500.0, "accounts": 2_400.0}, "2,400 firms for 500 salespeople, 4.8 firms each"),
        ({"accounts": 10.0}, "10 firms for 8 salespeople"),
    ],
)  # fmt: skip
def test_what_is_hard_to_believe_is_said_with_what_would_be_usual(changes, says):
    found = "\n".join(doubts({**FIRM, **changes}))
    assert says in found
    assert "usual would be" in found


@pytest.mark.parametrize(("reps", "marketers"), [(13, 7), (40, 14), (24, 9), (1, 1), (60, 30)])
def test_staff_is_built_exactly_as_typed(reps, marketers):
    pods, each, helpers = pods_of(reps, marketers)
    assert (pods * each, pods * helpers) == (reps, marketers)
    assert built(reps, marketers) is None


def test_staff_that_cannot_be_split_evenly_is_said():
    assert built(499, 200) == (
        "499 salespeople and 200 marketing people cannot be split into even pods of at most 40; "
        "built are 500 and 200, 50 pods of 10 and 4"
    )


def test_twice_the_budget_makes_a_difference_to_the_firm_that_new_writes(call, folder):
    from analysis.meanfield.leads import responses

    call("new", "acme", "--budget", "600k", "--yes")
    one = load_scenario("acme.yaml")
    two = one.with_values({"planning.budget": 2.0 * one.values["planning"]["budget"]})
    # responses grow with the spend to the power of the elasticity
    ratio = responses(two.values, "rate_in") / responses(one.values, "rate_in")
    assert ratio == pytest.approx(2.0 ** one.values["campaigns"]["elasticity"])
