"""The points cover every declared setting up to its bounds, and each one is allowed."""

from scripts.fuzz.points import SMALL, edges, ground, point
from sim.scenario import declared

MIXTURES = range(len(edges()), len(edges()) + 40)


def test_every_declared_setting_is_tried_at_each_edge():
    tried = set(edges())
    free = ("run.before", "planning.brand_share")
    for key, item in declared.flat().items():
        if item.choices:
            assert {(key, word) for word in item.choices} <= tried
        elif key not in free and key not in SMALL:
            assert {(key, item.low), (key, item.high)} <= tried
    assert ("planning.brand_share", "chosen") in tried


def test_an_edge_is_part_of_its_point():
    for number in range(0, len(edges()), 20):
        key, value = edges()[number]
        is_own_boss = key == f"organisation.{value}_reports_to"
        assert is_own_boss or point(number).settings[key] == value


def test_points_are_allowed_settings():
    for number in [*range(0, len(edges()), 50), *MIXTURES]:
        point(number).scenario()


def test_a_point_is_the_same_at_every_call():
    assert [point(number) for number in MIXTURES] == [point(number) for number in MIXTURES]


def test_every_practice_is_on():
    values = ground("siloed_metrics").flat()
    assert values["rotation.hours"] > 0
    assert values["meetings.every"] > 0
    assert values["run.weeks"] >= 40
