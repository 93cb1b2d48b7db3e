from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import launches
from sim.world.names import MACRO, SHARED
from tests.mechanisms.harness import at, given, rows


def settings(**changes):
    plain = {"every": 26, "window": 8, "gain": 0.6, "loss": 0.3}
    return given(launches.Launches, **(plain | changes))


def announced(index, **changes):
    firm = rows("firm")
    launches.announce(firm, settings(**changes), at(index))
    return firm[0]


def test_buyers_talk_about_a_launch_for_some_weeks():
    talked = [index for index in range(60) if launches.talked_about(index, 26, 8)]
    assert talked == [*range(26, 34), *range(52, 60)]


def test_between_launches_the_next_one_is_known_to_the_firm_and_moves_nothing():
    firm = announced(20)
    assert (firm["launch_week"], firm["launch_on"], firm["launch_gain"]) == (26, 0, 0.0)
    assert firm["launch_theme"] == announced(26)["launch_theme"]
    firm = announced(34)
    assert (firm["launch_week"], firm["launch_on"]) == (52, 0)


def test_while_a_launch_is_on_it_moves_responses():
    firm = announced(30)
    assert (firm["launch_week"], firm["launch_on"]) == (26, 1)
    assert (firm["launch_gain"], firm["launch_loss"]) == (0.6, 0.3)


def test_themes_are_what_both_sides_can_know_of():
    themes = {int(announced(26 * number)["launch_theme"]) for number in range(1, 80)}
    assert themes == {*SHARED, *MACRO}


@examples(st.integers(0, 2000))
def test_without_launches_nothing_is_on(index):
    firm = announced(index, every=0)
    assert (firm["launch_on"], firm["launch_theme"], firm["launch_gain"]) == (0, -1, 0.0)
