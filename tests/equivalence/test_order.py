"""Nobody's week depends on who comes first: agents and rows take their turns in any order."""

import pytest

from sim.drivers.agents import Rep
from sim.drivers.compiled import run
from sim.model import RevenueModel
from tests.histories import differing, small, steady

pytestmark = pytest.mark.compiled

ROWS = {
    ("needs", "drift"),
    ("brand", "build"),
    ("word_of_mouth", "talk_all"),
    ("knowledge_sharing", "meet"),
    ("conflict", "strain_all"),
    ("trust", "move_all"),
}
"""Phases over segments and pairs, which have no agents: their rows are shuffled instead."""


class Shuffled(RevenueModel):
    """A model in which everybody takes turns in a new order in every phase."""

    def __init__(self, *arguments, **options):
        self.shuffles = 0
        super().__init__(*arguments, **options)

    def perform(self, kind, act, rows, *tables):
        self.agents_at(kind, rows).shuffle_do(act, *tables)
        self.shuffles += len(rows) > 1

    def phase(self, room, name):
        found = super().phase(room, name)
        if (room.__name__.rpartition(".")[2], name) not in ROWS:
            return found

        def shuffled(rows, *tables):
            self.shuffles += len(rows) > 1
            found(self.rng.permutation(rows), *tables)

        return shuffled


@pytest.mark.parametrize("name", ["siloed_metrics", "unified_cro", "cmo_reports_to_cso"])
def test_the_order_of_agents_and_rows_does_not_matter(name):
    scenario = small(name)
    model = Shuffled(scenario, 3)
    model.run_model()
    assert model.shuffles > 20 * len(model.history().raw("weekly"))
    assert differing(run(scenario, 3), model.history()) == []


def test_the_order_does_not_matter_with_several_pods_and_frozen_choices():
    settings = ("market.pods=2", "market.marketers=2")
    scenario = steady("unified_cro", *settings, overlays=["null_model"])
    model = Shuffled(scenario, 3)
    model.run_model()
    assert differing(run(scenario, 3), model.history()) == []


def test_an_act_that_looks_at_its_neighbours_would_be_noticed():
    class Gossip(Rep):
        """Takes up what the others think, who may or may not have listened already."""

        def listen(self, *tables):
            super().listen(*tables)
            self["views"] += 0.1 * (tables[0]["views"].mean(axis=0) - self["views"])

    def finished(kind):
        model = kind(small(), 3, agents={Rep: Gossip})
        model.run_model()
        return model.history()

    assert differing(finished(RevenueModel), finished(RevenueModel)) == []
    assert differing(finished(RevenueModel), finished(Shuffled))
