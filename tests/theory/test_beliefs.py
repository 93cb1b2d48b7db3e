"""Where beliefs and trust come to rest."""

import math

import numpy as np
import pytest

from sim.core.formulas import believed
from sim.mechanisms import inboxes, lead_appraisal, triage, trust
from sim.world.names import RepTask
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import at, given, hand_over, plain_python, wired
from tests.theory.harness import mean_lies_at

EMAIL = 4


@pytest.fixture(autouse=True, scope="module")
def rooms_in_plain_python():
    with plain_python():
        yield


@pytest.mark.parametrize("truth", [0.1, 0.4])
def test_a_belief_comes_to_rest_between_claim_and_truth(truth):
    # one follow-up a week that fades by a half-life of 8: after n weeks they weigh
    # T = (1 - k^n) / (1 - k); the mean of belief is (claim w + truth T) / (w + T)
    reps, weeks, claim, weight = 150, 60, 0.8, 6.0
    settings = given(
        triage.Triage, rule="fifo", lead_hours=1.0, lead_life=8.0, stale=1.0, cooling=3.0,
        form="exponential", conversion=truth, call_conversion=1.0, belief_memory=8.0,
        prior_weight=weight, refusal=0.0,
    )  # fmt: skip
    p = {
        "triage": settings,
        "pay": {"margin": 1.0}, "pipeline": {"add_on": 1.0}, "closing": {"usual_cycle": 1.0},
    }  # fmt: skip
    world = wired(pods=1, marketers=1, reps=reps, accounts=reps)
    world = world._replace(
        leads=np.concatenate([world.leads] * 16), inboxes=np.concatenate([world.inboxes] * 16)
    )
    world.accounts["in_market"] = 1
    world.reps["hours"][:, RepTask.LEADS] = 1.0
    for week in range(weeks):
        world.accounts["winning_lead"] = NOBODY
        world.reps["answers"], world.reps["buyers"] = 0.0, 0.0
        for account in range(reps):
            hand_over(world, account, week=week, source=EMAIL)
        seats, deals = np.arange(reps), (world.leads, world.accounts, world.pairs)
        whole = seats, world.reps, world.inboxes, *deals
        lead_appraisal.appraise_all(*whole, p, at(week))
        triage.work_inboxes(*whole, settings, 1, at(week))
        lead_appraisal.learn_all(seats, world.reps, *deals, p, at(week))
        inboxes.close_up(world.reps, world.inboxes, world.leads)
    kept = 0.5 ** (1.0 / 8.0)
    known = (1.0 - kept**weeks) / (1.0 - kept)
    squares = (1.0 - kept ** (2 * weeks)) / (1.0 - kept**2)
    assert world.reps["tried"][:, EMAIL] == pytest.approx(known, rel=1e-9)
    beliefs = [
        believed(claim, weight, rep["proven"][EMAIL], rep["tried"][EMAIL]) for rep in world.reps
    ]
    spread = math.sqrt(truth * (1.0 - truth) * squares) / (weight + known)
    assert mean_lies_at(beliefs, (claim * weight + truth * known) / (weight + known), spread)


GAIN, LOSS, CLAIM, PRIOR, HALF_LIFE = 0.02, 0.06, 1.0, 0.5, 26.0


def resting_level(bad):
    """The mean of trust under one event a week of which this share is bad.

    A week maps trust t to prior + k (a - prior), where a is 1 - (1 - gain)(1 - t) after a good
    event and (1 - loss claim) t after a bad one. Events do not depend on trust, so the mean m
    solves m = (1 - k) prior + k [(1 - bad)(gain + (1 - gain) m) + bad (1 - loss claim) m].
    """
    keep = 0.5 ** (1.0 / HALF_LIFE)
    pull = (1.0 - bad) * (1.0 - GAIN) + bad * (1.0 - LOSS * CLAIM)
    return ((1.0 - keep) * PRIOR + keep * (1.0 - bad) * GAIN) / (1.0 - keep * pull)


@pytest.mark.parametrize("bad", [0.1, 0.2, 0.4])
def test_trust_comes_to_rest_where_gains_losses_and_forgetting_meet(bad):
    world = wired(pods=1, marketers=1, reps=150)
    world.marketers["claim"] = CLAIM
    world.pairs["trust_rep_in_marketer"] = PRIOR
    settings = given(
        trust.Trust, gain=GAIN, loss=LOSS, celebrated=0.0, prior=PRIOR, half_life=HALF_LIFE
    )
    luck = np.random.default_rng(11)
    everybody = np.arange(150)
    for _ in range(180):
        world.pairs["junk"] = luck.random(150) < bad
        world.pairs["real"] = 1.0 - world.pairs["junk"]
        trust.move_all(everybody, world.pairs, world.marketers, world.reps, settings)
    assert mean_lies_at(world.pairs["trust_rep_in_marketer"], resting_level(bad))


def test_trust_falls_below_the_prior_between_one_bad_event_in_ten_and_four():
    # gains of .02 of what is missing against losses of .06 of what is there, at a trust of one
    # half: even at one bad event in four
    assert resting_level(0.1) > PRIOR > resting_level(0.4)
    assert resting_level(0.25) == pytest.approx(PRIOR, rel=1e-12)
