"""Read stories from YAML, set up their world, and let their act happen."""

from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from sim.blocks import BLOCKS
from sim.mechanisms import (
    attribution,
    buying_group,
    closing,
    conflict,
    content,
    delivery,
    demand,
    handoff,
    lead_appraisal,
    pay,
    pipeline,
    scoring,
    triage,
    trust,
    word_of_mouth,
)
from sim.world.names import MARKETER_TASKS, METRICS, OUTCOMES, REP_TASKS, SOURCES, Outcome
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import ONE_OF_EACH, TABLES, at, given, put_first, wired

FOLDER = Path(__file__).parent
WORDS = {"never": NEVER, "nobody": NOBODY}
LABELS = {"slope": METRICS, "tried": SOURCES, "proven": SOURCES, "winning": SOURCES}
COUNTED = ("leads", "opportunities", "customers", "content")
FROZEN = {"discount": 1, "promise": 1, "timing": 1}
PLAIN = given(pay.Contract, accelerator=1.0, bonus=0.0, cap=1e6)
"""A contract that pays the same for each euro."""
EVERYBODY = np.arange(1)


def stories():
    """Return all stories, in the order of files and lines."""
    reader = YAML(typ="safe")
    return [story for file in sorted(FOLDER.glob("*.yaml")) for story in reader.load(file)]


class Settings:
    """Settings of all rooms: what a story states, else 0 (the first choice, nothing happens)."""

    def __init__(self, stated):
        assert set(stated) <= set(BLOCKS), stated
        self.blocks = {name: self._block(BLOCKS[name], stated.get(name, {})) for name in BLOCKS}

    @staticmethod
    def _block(block, stated):
        assert set(stated) <= set(block.parameters), stated
        record = np.zeros(1, block.dtype())[0]
        for name, item in block.parameters.items():
            if name in stated:
                record[name] = item.encoded(stated[name])
            elif not item.choices and not item.labels:
                record[name] = max(item.low, 0.0)
        return record

    def __getitem__(self, name):
        return self.blocks[name]


def columns_of(table):
    """Return the columns of a state table by name."""
    return {column.name: column for column in TABLES[table].columns}


def as_stored(table, name, value):
    """Return a value of a story as the table holds it: words become numbers."""
    column = columns_of(table)[name]
    if isinstance(value, str):
        words = OUTCOMES if column.unit == "outcome" else column.words
        return WORDS[value] if value in WORDS else words.index(value)
    return value


def write(row, table, stated):
    """Write what a story says of one row."""
    for name, value in stated.items():
        if isinstance(value, dict):
            tasks = REP_TASKS if table == "reps" else MARKETER_TASKS
            labels = LABELS.get(name, tasks)
            for label, number in value.items():
                row[name][labels.index(label)] = number
        else:
            row[name] = as_stored(table, name, value)


def set_up(story):
    """Return the world a story begins in: one pod, one rep, one marketer, and its rows."""
    given = story["given"]
    groups = max((row.get("members", 1) for row in given.get("accounts", [{}])), default=1)
    sizes = {"accounts": len(given.get("accounts", [{}])), "members": groups, "weeks": 200}
    world = wired(**ONE_OF_EACH, **sizes)
    world.accounts["in_market"] = 0
    for table, stated in given.items():
        for position, columns in enumerate(stated):
            write(getattr(world, table)[position], table, columns)
        if table in COUNTED:
            world.counters[0][table] = len(stated)
    for row in range(int(world.counters[0]["leads"])):
        lead = world.leads[row]
        lead["lead_id"] = row
        lead["account_id"] = max(lead["account_id"], 0)
        if lead["handed_over_week"] != NEVER:
            lead["rep_id"] = 0
            put_first(world, 0, row)
    for row in range(int(world.counters[0]["opportunities"])):
        deal = world.opportunities[row]
        deal["opportunity_id"] = row
        account = world.accounts[max(deal["account_id"], 0)]
        account["opened"] = deal["created_week"]
        if deal["outcome"] != Outcome.OPEN:
            account["last_closed"] = row
    active = np.flatnonzero(world.accounts["in_market"] == 1)
    world.active[: len(active)] = active
    world.counters[0]["active"] = len(active)
    return world


def go_through_inbox(w, p, clock):
    inboxes = (w.reps, w.inboxes, w.leads, w.accounts, w.pairs)
    lead_appraisal.appraise_inbox(0, *inboxes, p, clock)
    triage.look_through(0, w.reps, w.inboxes, (w.leads, w.accounts), w.pairs, p["triage"], 0, clock)


def work_inbox(w, p, clock):
    inboxes = (EVERYBODY, w.reps, w.inboxes, w.leads, w.accounts, w.pairs)
    lead_appraisal.appraise_all(*inboxes, p, clock)
    triage.work_inboxes(*inboxes, p["triage"], 0, clock)
    lead_appraisal.learn_all(EVERYBODY, w.reps, w.leads, w.accounts, w.pairs, p, clock)


def score(w, p, clock):
    scoring.score_leads(w.leads, w.counters, w.accounts, w.marketers, p["scoring"], clock)
    handoff.route_leads(w.leads, w.counters, w.accounts, w.marketers, w.reps, p["handoff"], clock)


def share_week(w, p, _clock):
    everybody = np.arange(len(w.accounts))
    pipeline.weigh_deals(everybody, w.accounts, w.opportunities, p["pipeline"], 0)
    pipeline.share_week(everybody, w.accounts, w.reps, p["pipeline"], p["buying_group"], 0)


def talk_it_over(w, p, clock):
    buying_group.weigh_all(
        EVERYBODY, w.accounts, w.members, w.segments, w.reps, w.opportunities, p["buying_group"],
        clock,
    )  # fmt: skip


def decide(w, p, clock):
    closing.clear_asks(w.reps)
    closing.decide_all(
        EVERYBODY, w.accounts, w.members, w.reps, w.opportunities, FROZEN, PLAIN, p, clock,
    )  # fmt: skip


def review(w, p, clock):
    delivery.review_all(
        w.customers, w.counters, w.accounts, w.segments, w.pods, p["delivery"], clock
    )


def review_and_talk(w, p, clock):
    review(w, p, clock)
    word_of_mouth.talk_all(EVERYBODY, w.segments, p["word_of_mouth"])


def look_for_content(w, p, clock):
    content.shelve(
        w.content, w.shelf, w.segments, w.pairs, w.pods, w.marketers, w.reps, w.counters,
        p["content"], clock,
    )  # fmt: skip
    content.pick_assets(
        EVERYBODY, w.accounts, w.opportunities, w.content, w.shelf, w.segments, w.pairs, w.reps,
        p["content"], clock,
    )  # fmt: skip
    content.note_uses(
        EVERYBODY, w.accounts, w.opportunities, w.content, w.content_uses, w.counters, clock
    )


def credit(w, p, clock):
    attribution.clear_week(w.pods, w.reps, w.marketers, w.pairs)
    attribution.credit_all(EVERYBODY, w.accounts, w.opportunities, w.leads, p["attribution"], clock)
    attribution.sum_week(
        EVERYBODY, w.accounts, w.opportunities, w.leads, w.pods, w.reps, w.marketers, w.pairs,
        p["attribution"], clock,
    )  # fmt: skip


def quarrel(w, p, clock):
    conflict.strain_all(
        EVERYBODY, w.pairs, w.marketers, w.reps, w.pods, w.firm, p["conflict"], 0, clock
    )


def conclude(w, p, _clock):
    trust.move_all(EVERYBODY, w.pairs, w.marketers, w.reps, p["trust"])


def begin(w, p, clock):
    demand.empty_market(w.active, w.left, w.accounts, w.calendar, w.counters, p["demand"], clock)


ACTS = {
    "the rep goes through the inbox": go_through_inbox,
    "the rep works the inbox": work_inbox,
    "marketing scores this week's responses and hands over": score,
    "the rep shares out the week": share_week,
    "the buyers talk it over": talk_it_over,
    "the rep decides about open deals": decide,
    "customers are reviewed": review,
    "customers are reviewed and talk": review_and_talk,
    "the rep looks for content": look_for_content,
    "the week's wins are credited": credit,
    "disputes are had": quarrel,
    "people draw their conclusions": conclude,
    "the week begins": begin,
}


def told(story):
    """Let a story happen and return its world."""
    world = set_up(story)
    ACTS[story["act"]](world, Settings(story["settings"]), at(story["week"]))
    return world


def differences(world, expected):
    """Return, one line each, where the world is not as a story expects."""
    wrong = []
    for table, stated in expected.items():
        for position, columns in enumerate(stated):
            row = getattr(world, table)[position]
            for name, value in columns.items():
                wanted = as_stored(table, name, value)
                if not np.isclose(row[name], wanted, rtol=1e-12, atol=1e-12):
                    wrong.append(f"{table}[{position}].{name}: {row[name]}, expected {value}")
    return wrong
