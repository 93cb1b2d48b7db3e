import math

import numpy as np
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import content
from sim.world.names import MarketerTask
from sim.world.options import Likeness
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import ONE_OF_EACH, at, given, near, open_deal, wired

shares = st.floats(0, 1)


def settings(**changes):
    plain = {
        "asset_hours": 40.0,
        "findability": 1.0,
        "withdrawn": 0.3,
        "longest": 78.0,
        "form": "gaussian",
    }
    return given(content.Content, **(plain | changes))


def test_relevance_halves_at_a_mean_square_of_2_ln_2():
    assert content.relevance(2.0 * math.log(2.0), Likeness.GAUSSIAN) == near(0.5)
    assert content.relevance(0.0, Likeness.GAUSSIAN) == 1.0


def test_an_asset_is_used_if_found_relevant_and_trusted():
    # .5 x .8 x .5
    assert content.use_chance(0.5, 0.8, 0.5) == near(0.2)


@examples(shares, shares, shares)
def test_a_use_is_never_likelier_than_any_of_its_conditions(findability, relevance, trust):
    chance = content.use_chance(findability, relevance, trust)
    assert 0.0 <= chance <= min(findability, relevance, trust)
    assert content.use_chance(0.0, relevance, trust) == 0.0


def made(hours, **changes):
    world = wired(pods=1, reps=1, marketers=2, segments=1)
    world.marketers["hours"][:, MarketerTask.CONTENT] = hours
    world.marketers["message"][0] = 0.25
    content.make(
        world.marketers, world.segments, world.content, world.counters, settings(**changes), at(5)
    )
    return world, world.content[: world.counters[0]["content"]]


def test_a_week_of_content_hours_makes_an_asset_that_says_what_its_maker_believes():
    _world, assets = made([40.0, 0.0])
    assert len(assets) == 1
    assert (assets[0]["marketer"], assets[0]["created_week"], assets[0]["topic"]) == (0, 5, 0)
    assert (assets[0]["message"] == 0.25).all()


def test_half_the_hours_make_half_the_assets():
    count = 0
    for index in range(400):
        world = wired(**ONE_OF_EACH)
        world.marketers["hours"][:, MarketerTask.CONTENT] = 20.0
        content.make(
            world.marketers, world.segments, world.content, world.counters, settings(), at(index)
        )
        count += int(world.counters[0]["content"])
    assert abs(count - 200) < 5.0 * math.sqrt(400 * 0.25)


def shelved(assets, index=10, reps=1, marketers=1, **changes):
    """A world whose pod holds these assets: (age, distance in every dimension, uses)."""
    world = wired(pods=1, reps=reps, marketers=marketers)
    for row, (age, gap, uses) in enumerate(assets):
        asset = world.content[row]
        asset["asset_id"] = 100 + row
        asset["topic"] = asset["pod"] = asset["marketer"] = 0
        asset["created_week"] = index - age
        asset["message"] = gap
        asset["uses"] = uses
    world.counters[0]["content"] = len(assets)
    content.shelve(
        world.content, world.shelf, world.segments, world.pairs, world.pods, world.marketers,
        world.reps, world.counters, settings(**changes), at(index),
    )  # fmt: skip
    return world


def test_the_most_relevant_live_asset_is_on_the_shelf():
    world = shelved([(5, 1.0, 0), (5, 0.5, 0), (5, 1.2, 0)])
    assert world.shelf[0]["asset"] == 1
    assert world.shelf[0]["relevance"] == near(math.exp(-0.125))


def test_assets_that_lost_their_point_or_are_too_old_are_withdrawn():
    # exp(-.5 x 4) = .135 is below .3; 78 weeks are the longest life
    world = shelved([(5, 2.0, 1), (78, 0.0, 1), (77, 0.0, 1)])
    assert world.content["retired_week"][:3].tolist() == [10, 10, NEVER]
    assert world.shelf[0]["asset"] == 2
    assert world.counters[0]["live_content"] == 2


def test_an_asset_withdrawn_without_a_use_is_a_grievance_of_every_rep_of_the_pod():
    world = shelved([(5, 2.0, 0), (5, 2.0, 3)], reps=3, marketers=2)
    # marketer 0 made both; only the first was never used
    assert world.pairs["unused"].tolist() == [1.0, 0.0] * 3


def picked(trust=1.0, has_deal=True, gap=0.0, **changes):
    world = shelved([(5, gap, 0)])
    if has_deal:
        open_deal(world)
    world.pairs["trust_rep_in_marketer"] = trust
    everybody = np.arange(1)
    content.pick_assets(
        everybody, world.accounts, world.opportunities, world.content, world.shelf,
        world.segments, world.pairs, world.reps, settings(**changes), at(11),
    )  # fmt: skip
    content.note_uses(
        everybody, world.accounts, world.opportunities, world.content, world.content_uses,
        world.counters, at(11),
    )  # fmt: skip
    return world


def test_a_perfect_asset_of_a_trusted_colleague_is_used_and_noted():
    world = picked()
    assert (world.accounts[0]["asset"], world.accounts[0]["content_fit"]) == (0, 1.0)
    assert world.opportunities[0]["used_content"] == 1
    use = world.content_uses[0]
    assert (use["asset_id"], use["opportunity_id"], use["week"]) == (100, 0, 11)
    assert world.content[0]["uses"] == 1


def test_what_cannot_be_found_or_is_not_trusted_or_needed_is_not_used():
    for world in (picked(findability=0.0), picked(trust=0.0), picked(has_deal=False)):
        assert world.accounts[0]["asset"] == NOBODY
        assert world.accounts[0]["content_fit"] == 0.0
        assert world.counters[0]["content_uses"] == 0


def test_an_asset_follows_the_maker_on_trends_and_sales_on_what_sales_knows():
    world = wired()
    world.marketers["hours"][:, MarketerTask.CONTENT] = 40.0
    world.marketers["message"] = 0.0
    world.marketers["brief"] = 1.0
    world.marketers["brief_weight"] = 0.5
    content.make(
        world.marketers, world.segments, world.content, world.counters, settings(), at(5)
    )  # fmt: skip
    # shared dimensions: half of a half; micro: half; macro: nothing
    assert world.content[0]["message"].tolist() == [0.25, 0.25, 0.5, 0.5, 0.0, 0.0]


@examples(shares, shares)
def test_what_is_kept_in_order_is_found_no_less(findability, access):
    assert findability <= content.found(findability, access) <= 1.0
    assert content.found(findability, 0.0) == findability
    assert content.shown(findability, 0.0) == findability
    assert findability <= content.shown(findability, access) <= 1.0


def test_upkeep_finds_what_nobody_would_find():
    world = wired()
    world.marketers["access"] = 1.0
    asset = world.content[0]
    asset["asset_id"], asset["topic"], asset["pod"], asset["marketer"] = 100, 0, 0, 0
    asset["created_week"] = 5
    world.counters[0]["content"] = 1
    open_deal(world)
    world.pairs["trust_rep_in_marketer"] = 1.0
    content.shelve(
        world.content, world.shelf, world.segments, world.pairs, world.pods, world.marketers,
        world.reps, world.counters, settings(findability=0.0), at(10),
    )  # fmt: skip
    content.pick_assets(
        np.arange(1), world.accounts, world.opportunities, world.content, world.shelf,
        world.segments, world.pairs, world.reps, settings(findability=0.0), at(10),
    )  # fmt: skip
    assert world.accounts[0]["asset"] == 0
    assert world.marketers[0]["live_assets"] == 1.0


def in_trained_hands(trained_week):
    # an asset of week 6 with relevance exp(-.125); trained hands add a tenth of it
    world = shelved([(5, 0.5, 0)], index=11)
    open_deal(world)
    world.pairs["trust_rep_in_marketer"] = 1.0
    world.reps["content_skill"] = 0.1
    world.reps["trained_week"] = trained_week
    for week in range(20):  # until luck lets the rep use it
        content.pick_assets(
            np.arange(1), world.accounts, world.opportunities, world.content, world.shelf,
            world.segments, world.pairs, world.reps, settings(), at(11 + week),
        )  # fmt: skip
        if world.accounts[0]["asset"] != NOBODY:
            break
    return world.accounts[0]["content_fit"]


def test_training_helps_with_what_was_there_when_it_was_held():
    assert in_trained_hands(NEVER) == near(math.exp(-0.125))
    assert in_trained_hands(5) == near(math.exp(-0.125))
    assert in_trained_hands(6) == near(1.1 * math.exp(-0.125))
