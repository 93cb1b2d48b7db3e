"""Agents are windows on rows, and whoever overrides an act takes part in the week."""

import math
from collections import defaultdict

import numpy as np
import pytest

from sim.core.errors import InputError
from sim.drivers.agents import KINDS, BuyingGroup, Leader, Marketer, Rep, Window
from sim.drivers.compiled import run
from sim.model import RevenueModel
from sim.world.market import MEMBERS
from sim.world.names import Entry, Outcome
from sim.world.vectors import NOBODY
from tests.histories import differing, groups_asked, small

ACCOUNT = 11


@pytest.fixture
def model():
    model = RevenueModel(small(), 2)
    for _ in range(30):
        model.step()
    return model


def one(model, kind, row=0):
    """Return one agent of the kind."""
    return next(agent for agent in model.agents_by_type[kind] if agent.row == row)


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_its_table_is_a_property(model, kind):
    agent = one(model, kind, 1)
    own = getattr(model.world, kind.table.name)[1]
    for column in kind.table.columns:
        assert getattr(kind, column.name).__doc__.startswith(column.meaning)
        np.testing.assert_array_equal(getattr(agent, column.name), own[column.name])
        np.testing.assert_array_equal(agent[column.name], own[column.name])


def test_no_column_hides_what_mesa_or_an_act_needs():
    taken = set(dir(Window))
    for kind in KINDS:
        names = [column.name for column in kind.table.columns]
        acts = [name for name in vars(kind) if callable(vars(kind)[name])]
        assert not taken & set(names)
        assert not set(acts) & set(names)
    assert not {c.name for c in MEMBERS.columns} & {c.name for c in BuyingGroup.table.columns}


def test_reading_an_attribute_gives_plain_numbers_and_copies(model):
    rep = one(model, Rep)
    assert type(rep.morale) is float
    assert type(rep.holder) is int
    hours = rep.hours
    hours[0] += 100.0
    assert rep["hours"][0] < 100.0


def test_an_attribute_is_written_through_its_item_only(model):
    rep = one(model, Rep)
    with pytest.raises(AttributeError):
        rep.morale = 0.25
    rep["morale"] = 0.25
    assert model.world.reps[0]["morale"] == rep.morale == 0.25


def test_a_group_shows_its_members(model):
    group = one(model, BuyingGroup, ACCOUNT)
    first = group.first_member
    expected = model.world.members["threshold"][first : first + group.members]
    assert group.threshold.tolist() == group["threshold"].tolist() == expected.tolist()
    assert len(group.people) == group.members
    group["support"] = 0.5
    assert set(model.world.members["support"][first : first + group.members]) == {0.5}
    assert model.world.members["support"][first + group.members] != 0.5


def test_leaders_know_their_titles(model):
    assert [leader.title for leader in model.agents_by_type[Leader]] == ["cmo", "cso", "cro", "ceo"]


def test_there_is_one_agent_for_each_row(model):
    for kind in KINDS:
        rows = [agent.row for agent in model.agents_by_type[kind]]
        assert rows == list(range(len(getattr(model.world, kind.table.name))))


class Counting(BuyingGroup):
    """Weighs its deal in plain Python; counts how often it is asked."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.asked = []

    def weigh_deal(self, _accounts, opportunities, pipeline, frozen):
        self.asked.append(self.model.weeks_done)
        pull = 0.0
        if self.opportunity != NOBODY:
            deal = opportunities[self.opportunity]
            if deal["outcome"] == Outcome.OPEN:
                pull = 1.0
                if frozen == 0:
                    chance = max(self.chance_next_week, pipeline["hope"])
                    pull = math.pow(deal["list_value"], pipeline["value_power"]) * chance
        self["effort_weight"] = pull


def test_an_act_written_anew_gives_the_same_bytes_and_is_asked_once_a_week_of_a_deal():
    scenario = small()
    model = RevenueModel(scenario, 4, agents={BuyingGroup: Counting})
    expected = np.zeros(200, int)
    while model.running:
        model.step()
        expected += groups_asked(model)
    assert differing(run(scenario, 4), model.history()) == []
    groups = model.agents_by_type[Counting]
    assert BuyingGroup not in model.agents_by_type
    for group in groups:
        assert len(group.asked) == len(set(group.asked)) == expected[group.row]
    assert expected.any()


def test_an_act_that_does_something_else_changes_the_run():
    class Idle(Rep):
        """Never looks at the inbox."""

        def work_inbox(self, *tables):
            """Do nothing."""

    model = RevenueModel(small(), 4, agents={Rep: Idle})
    model.run_model()
    history = model.history()
    assert (history.raw("leads")["hours_worked"] == 0.0).all()
    assert len(history.raw("opportunities")) == 0
    assert differing(run(small(), 4), history)


def diary(kind, acts, days):
    """Return a class whose agents write down when they perform which of these acts."""

    def written(act):
        def perform(self, *tables):
            days[self.row].append((self.model.weeks_done, act))
            getattr(kind, act)(self, *tables)

        return perform

    return type("Diary", (kind,), {act: written(act) for act in acts})


@pytest.mark.parametrize(
    ("kind", "acts"),
    [
        (Rep, ("reckon", "split_week", "work_inbox", "be_paid", "stay_or_leave")),
        (Marketer, ("reckon", "split_week", "set_bar", "take_stock", "be_paid", "stay_or_leave")),
    ],
)
def test_people_reckon_before_they_split_the_week_and_are_paid_after_its_work(kind, acts):
    days = defaultdict(list)
    model = RevenueModel(small(), 2, agents={kind: diary(kind, acts, days)})
    for _ in range(3):
        model.step()
    assert sorted(days) == list(range(len(getattr(model.world, kind.table.name))))
    for of_one in days.values():
        assert of_one == [(week, act) for week in range(3) for act in acts]


def test_what_a_week_was_spent_on_is_in_the_book_at_its_end_and_weighed_in_the_next():
    class Bookkeeper(Rep):
        """Looks at the weeks in the own book whenever it reckons."""

        def reckon(self, *tables):
            super().reckon(*tables)
            self["brings"] = self.book[Entry.WEEKS]

    model = RevenueModel(small(), 2, agents={Rep: Bookkeeper})
    rep = one(model, Bookkeeper)
    seen = []
    for _ in range(2):
        model.step()
        seen.append((rep.brings, rep.book[Entry.WEEKS]))
    assert seen[0] == (0.0, 1.0)
    assert seen[1][0] == 1.0 < seen[1][1] < 2.0


def test_a_class_that_is_no_agent_of_its_kind_is_refused():
    with pytest.raises(InputError, match="Marketer, Rep, Leader, BuyingGroup"):
        RevenueModel(small(), 1, agents={Rep: Marketer})
    with pytest.raises(InputError, match="Counting"):
        RevenueModel(small(), 1, agents={Counting: Counting})


def test_a_rep_who_skips_a_week_learns_no_answer_twice():
    class Idling(Rep):
        """Looks at the inbox every other week."""

        def work_inbox(self, *tables):
            """Work in even weeks only; note what is left to be learned in the others."""
            if self.model.weeks_done % 2 == 0:
                super().work_inbox(*tables)
            else:
                seat = self.model.world.reps[self.row]
                idle.append((seat["answers"].sum() + seat["buyers"].sum(), int(seat["best_left"])))

    idle = []
    RevenueModel(small(), 4, agents={Rep: Idling}).run_model()
    assert len(idle) > 0
    assert set(idle) == {(0.0, -1)}
