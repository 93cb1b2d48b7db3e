import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms.scoring import Scoring
from sim.practices import feedback
from sim.world.names import Metric
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import ONE_OF_EACH, at, euros, given, hand_over, near, wired

EMAIL, SOCIAL = 4, 5
shares = st.floats(0, 1)


def settings(**changes):
    plain = {"share": 1.0, "accuracy": 1.0, "memory": 1.0, "caution": 1.0, "shift": 1.0}
    return given(feedback.Feedback, **(plain | changes))


def test_a_channel_is_rated_by_what_was_heard_and_by_all_channels():
    # (2 + 10 x .1) / (5 + 10)
    assert feedback.rated(2.0, 5.0, 0.1, 10.0) == near(0.2)
    assert feedback.rated(0.0, 0.0, 0.1, 10.0) == near(0.1)


@examples(shares, st.floats(0.01, 1), shares)
def test_no_channel_is_used_less_than_not_at_all(worth, mean, shift):
    assert feedback.favoured(worth, mean, shift) >= -1.0
    assert feedback.favoured(mean, mean, shift) == 0.0
    assert feedback.favoured(worth, mean, 0.0) == 0.0


def reported(leads=1, is_looking=1, pay=Metric.QUALIFIED_LEADS, frozen=0, before=None, **changes):
    world = wired(**ONE_OF_EACH, accounts=leads)
    world.accounts["in_market"] = is_looking
    for account in range(leads):
        hand_over(world, account, week=10, source=EMAIL, first_touch_week=10)
    world.marketers["slope"][:, pay] = 0.1
    world.marketers["per_euro"] = euros(world.marketers["slope"])
    world.marketers["source"] = SOCIAL
    for table, name, value in before or ():
        getattr(world, table)[name] = value
    mix = np.array([0.0, 0.0, 0.0, 0.0, 0.5, 0.5, 0.0])
    scoring = given(Scoring, deal_value=1.0, deal_odds=1.0)
    feedback.report(
        world.reps, world.inboxes, world.marketers, world.leads, world.accounts, world.pairs,
        settings(**changes), mix, scoring, frozen, at(10),
    )  # fmt: skip
    return world.marketers[0], world.reps[0]


@pytest.mark.parametrize("is_looking", [0, 1])
def test_an_accurate_report_says_whether_the_buyer_is_looking(is_looking):
    marketer, rep = reported(3, is_looking)
    assert (marketer["told"], marketer["told_real"]) == (3.0, 3.0 * is_looking)
    assert (marketer["heard"][EMAIL], marketer["heard_real"][EMAIL]) == (3.0, 3.0 * is_looking)
    assert rep["dispositions"] == 3.0


@pytest.mark.parametrize(("proven", "says"), [(0.0, 0.0), (4.0, 5.0)])
def test_an_inaccurate_report_repeats_what_the_rep_thinks_of_the_source(proven, says):
    before = [("reps", "tried", 4.0), ("reps", "proven", proven)]
    for is_looking in (0, 1):
        marketer, _rep = reported(5, is_looking, accuracy=0.0, before=before)
        assert marketer["told_real"] == says


def test_half_the_reports_are_true_at_an_accuracy_of_a_half():
    marketer, _rep = reported(400, 1, accuracy=0.5)
    assert abs(marketer["told_real"] - 200) < 5.0 * math.sqrt(400 * 0.25)


def test_a_lead_that_was_sent_back_is_called_worthless_unseen():
    marketer, rep = reported(0 + 1, before=[("pairs", "rejected", 2.0),
                                            ("leads", "first_touch_week", 9)])  # fmt: skip
    assert (marketer["told"], marketer["told_real"]) == (2.0, 0.0)
    assert marketer["heard"][SOCIAL] == 2.0
    assert rep["dispositions"] == 2.0


@pytest.mark.parametrize("change", [("first_touch_week", 9), ("marketer_id", NOBODY)])
def test_nothing_is_heard_of_leads_nobody_worked_and_of_calls(change):
    marketer, rep = reported(2, before=[("leads", *change)])
    assert (marketer["told"], rep["dispositions"]) == (0.0, 0.0)


def heard(**changes):
    """Email: 8 of 10 real; social: 2 of 10; half-life of one week."""
    real, told = np.zeros((1, 7)), np.zeros((1, 7))
    told[0, EMAIL], told[0, SOCIAL] = 20.0, 20.0
    real[0, EMAIL], real[0, SOCIAL] = 16.0, 4.0
    before = [("marketers", "heard", told), ("marketers", "heard_real", real),
              ("leads", "first_touch_week", 9)]  # fmt: skip
    return reported(before=before, **changes)[0]["channel_tilt"]


def test_who_is_paid_for_real_leads_uses_channels_as_they_are_rated():
    # with one report of caution: 8.5 / 11 and 2.5 / 11, over their mean of .5
    favour = heard()
    assert (favour[EMAIL], favour[SOCIAL]) == near((17.0 / 11.0 - 1.0, 5.0 / 11.0 - 1.0))


def test_who_is_paid_for_volume_does_not_care():
    assert heard(pay=Metric.LEAD_VOLUME) == near([0.0] * 7)


def test_frozen_or_without_reports_the_mix_stays():
    assert (heard(frozen=1) == 0.0).all()
    assert (heard(share=0.0) == 0.0).all()
    marketer, rep = reported(3, share=0.0, before=[("marketers", "told", 5.0)])
    assert (marketer["told"], rep["dispositions"]) == (0.0, 0.0)
