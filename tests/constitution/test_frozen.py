"""A frozen choice is deaf: whatever stands where it used to listen, not a byte changes."""

import numpy as np
import pytest

from sim.drivers.compiled import run
from tests.constitution.staged import staged
from tests.histories import differing, steady

pytestmark = pytest.mark.compiled

LISTENS = {
    "threshold": ("scoring.set_bars", {0: ("slope", "per_euro")}),
    "hours of marketers": ("effort.split_marketers", {0: ("worth", "unseen")}),
    "hours of reps": ("effort.split_reps", {0: ("worth", "unseen")}),
    "triage of leads": ("triage.work_inboxes", {0: ("slope",), 2: ("appraised",)}),
    "triage of leads, appraised": (
        "lead_appraisal.appraise_all",
        {
            0: (
                "slope",
                "hour_price",
                "takes",
                "winning",
                "per_euro",
                "per_win",
                "win_rate",
            )
        },
    ),
    "triage of deals": ("pipeline.weigh_deals", {0: ("chance_next_week",)}),
    "terms": (
        "closing.decide_all",
        {2: ("slope", "price", "place", "pace", "per_win", "usual_slope", "integrity")},
    ),
    "stay of marketers": ("people.live_marketers", {0: ("paid", "expected")}),
    "stay of reps": ("people.live_reps", {0: ("paid", "expected")}),
    "blame": ("conflict.strain_all", {1: ("missed",), 2: ("missed",), 4: ("zero_sum", "cut")}),
}
"""Choice, its phase, and by position of a table after the rows: what a free choice listens to."""
SETTINGS = {
    "threshold": ["threshold", "hours"],
    "hours of marketers": ["hours"],
    "hours of reps": ["hours"],
    "triage of leads": ["triage", "hours"],
    "triage of leads, appraised": ["triage", "hours"],
    "triage of deals": ["triage"],
    "terms": ["discount", "promise", "timing", "hours", "triage"],
    "stay of marketers": ["stay"],
    "stay of reps": ["stay"],
    "blame": ["blame"],
}
THOUGHT = {
    "threshold": {"hours.worth"}, "triage of leads": {"hours.worth"}, "terms": {"hours.worth"},
    "triage of leads, appraised": {"hours.worth"},
}  # fmt: skip
"""Columns that say what people think an hour is worth, whether or not they may act on it."""
BUSY = (
    "people.marketer_leaving=2",
    "people.rep_leaving=2",
    "people.pay_mood=5",
    "market.reps=2",
    "pipeline.deal_hours_limit=40",
)
"""People leave over pay, and deals compete for hours, also in a small world."""


def deafened(columns):
    """Return a wrapper that puts noise into columns before a phase and takes it out again."""
    noise = np.random.default_rng(1)

    def wrapper(phase):
        def scrambled(rows, *tables):
            kept = {}
            for position, names in columns.items():
                for name in names:
                    values = tables[position][name]
                    kept[position, name] = values.copy()
                    values[...] = noise.uniform(0.0, 2.0, values.shape)
            phase(rows, *tables)
            for (position, name), values in kept.items():
                tables[position][name][...] = values

        return scrambled

    return wrapper


def noisy(choice, *settings):
    """Return how a run ends with noise where the choice listens, and how it ends without."""
    phase, columns = LISTENS[choice]
    scenario = steady("siloed_metrics", *BUSY, *settings)
    return differing(run(scenario, 3), staged(scenario, 3, wrapped={phase: deafened(columns)}))


@pytest.mark.parametrize("choice", LISTENS)
def test_a_frozen_choice_does_not_listen(choice):
    frozen = [f"choices.{name}=frozen" for name in SETTINGS[choice]]
    assert set(noisy(choice, *frozen)) <= THOUGHT.get(choice, set())


@pytest.mark.parametrize("choice", LISTENS)
def test_a_free_choice_listens(choice):
    assert noisy(choice)


HORIZON = "organisation.horizon.cmo=4"


@pytest.mark.parametrize("setting", ["choices.brand_share=frozen", "planning.brand_share=0.4"])
def test_a_fixed_split_of_the_budget_does_not_ask_how_far_anybody_looks_ahead(setting):
    one, other = (steady("siloed_metrics", setting, *more) for more in ((), (HORIZON,)))
    assert differing(run(one, 3), run(other, 3)) == ["staff.horizon"]


def test_a_free_split_does():
    one, other = steady("siloed_metrics"), steady("siloed_metrics", HORIZON)
    assert "weekly.brand_share" in differing(run(one, 3), run(other, 3))


@pytest.mark.parametrize(
    ("choice", "column", "default"),
    [
        ("discount", "discount", "default_discount"),
        ("promise", "promise", "default_promise"),
    ],
)
def test_a_frozen_term_is_its_default_in_every_deal(choice, column, default):
    scenario = steady("hybrid_pay", f"choices.{choice}=frozen")
    won = run(scenario, 3).raw("opportunities")
    won = won[won["outcome"] == 1]
    assert len(won) > 0
    assert set(won[column].tolist()) == {scenario.values["closing"][default]}
    free = run(steady("hybrid_pay"), 3).raw("opportunities")
    assert len(set(free[free["outcome"] == 1][column].tolist())) > 1


def test_a_frozen_bar_is_its_default_in_every_week():
    weekly = run(steady("siloed_metrics", "choices.threshold=frozen"), 3).raw("weekly")
    assert np.ptp(weekly["mql_threshold"]) < 1e-12
    assert weekly["mql_threshold"][0] == pytest.approx(
        steady("siloed_metrics").values["scoring"]["default_threshold"]
    )
    assert np.ptp(run(steady("siloed_metrics"), 3).raw("weekly")["mql_threshold"]) > 0.01
