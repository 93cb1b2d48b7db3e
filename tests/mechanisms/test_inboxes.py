import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import inboxes
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import ONE_OF_EACH, hand_over, inbox, stand, wired


def fill(world):
    inboxes.fill(world.inboxes, world.leads, world.counters, world.reps)


def arrived(world, *reps):
    """Let a lead arrive for each of these reps; NOBODY for one that is not routed."""
    world.counters[0]["new_leads"] = world.counters[0]["leads"]
    for rep in reps:
        world.leads[world.counters[0]["leads"]]["rep_id"] = rep
        world.counters[0]["leads"] += 1
    fill(world)


def test_leads_spent_on_an_experiment_or_not_routed_reach_no_inbox():
    world = wired(accounts=3)
    for account in range(3):
        hand_over(world, account, week=10, tested=account % 2)
    world.leads["rep_id"][2] = NOBODY
    stand(world, [[] for _ in world.reps])
    fill(world)
    assert [inbox(world, seat) for seat in range(6)] == [[0], [], [], [], [], []]


def test_new_leads_stand_before_old_ones_and_gaps_close():
    world = wired(pods=1, reps=3)
    world.counters[0]["leads"] = 10
    world.reps["inbox"], world.reps["waiting"] = [0, 5, 7], [2, 0, 3]
    world.inboxes["lead"][:10] = [9, 4, 1, 2, 3, 0, 0, 8, 7, 5]
    arrived(world, 2, 0, NOBODY, 1, 2, 2)
    assert [inbox(world, seat) for seat in range(3)] == [[11, 9, 4], [13], [15, 14, 10, 8, 7, 5]]
    assert world.reps["inbox"].tolist() == [0, 3, 4]
    assert world.counters[0]["inboxes"] == 10


def test_what_was_most_is_remembered():
    world = wired(pods=1, reps=1)
    arrived(world, 0, 0, 0)
    world.leads["first_touch_week"][:3] = 10
    arrived(world, 0)
    assert inbox(world) == [3]
    assert world.counters[0]["inboxes"] == 3


@pytest.mark.parametrize("gone", [(0,), (2,), (1,), (0, 1), (1, 2), (0, 1, 2), ()])
@pytest.mark.parametrize("column", ["first_touch_week", "rejected_week"])
def test_what_no_longer_waits_leaves_and_the_rest_keep_their_order(gone, column):
    world = wired(**ONE_OF_EACH, accounts=3)
    for account in range(3):
        hand_over(world, account, week=9, **{column: 9 if account in gone else NEVER})
    arrived(world)
    assert inbox(world) == [row for row in (2, 1, 0) if row not in gone]


ENDS = st.sampled_from(["first_touch_week", "rejected_week"])
weeks_of_mail = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 60), ENDS)),
        st.lists(st.tuples(st.integers(NOBODY, 3), st.integers(0, 1)), max_size=12),
    ),
    max_size=6,
)


@examples(weeks_of_mail)
def test_inboxes_hold_what_lists_would_hold(weeks):
    world = wired(pods=1, reps=4)
    expected = [[] for _ in range(4)]
    for ends, mail in weeks:
        first = int(world.counters[0]["leads"])
        gone = set()
        for lead, column in ends:
            if lead < first:
                world.leads[column][lead] = 1
                gone.add(lead)
        expected = [[lead for lead in leads if lead not in gone] for leads in expected]
        for number, (rep, tested) in enumerate(mail):
            world.leads["tested"][first + number] = tested
            if rep != NOBODY and not tested:
                expected[rep].insert(0, first + number)
        arrived(world, *[rep for rep, _ in mail])
        assert [inbox(world, seat) for seat in range(4)] == expected
