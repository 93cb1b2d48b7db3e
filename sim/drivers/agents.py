"""Mesa agents: marketers, reps, leaders and buying groups as windows on the tables of the world.

An agent owns no state: `rep.morale` and `rep["morale"]` read its row, `rep["morale"] = 0.2` writes.
Its acts are those of the compiled driver, on its own row. Override one to change what it does:

    class Choosy(Marketer):
        def set_bar(self, *tables):
            super().set_bar(*tables)
            self["threshold"] = max(self.threshold, 0.6)
"""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

import mesa
import numpy as np

from sim.core.errors import InputError
from sim.core.tables import Column, Table
from sim.mechanisms import (
    buying_group,
    calendar,
    campaigns,
    closing,
    content,
    demand,
    effort,
    knowledge,
    knowledge_sharing,
    lead_appraisal,
    ledger,
    marketing_ledger,
    pay,
    people,
    pipeline,
    planning,
    scoring,
    succession,
    triage,
)
from sim.practices import joint_planning
from sim.world.firm import LEADERS
from sim.world.market import ACCOUNTS, MEMBERS
from sim.world.names import BOSSES
from sim.world.people import MARKETERS, REPS


class Window(mesa.Agent):
    """One row of a table of the world.

    Attributes:
        table: the table it looks at.
        row: its row there.
    """

    table: ClassVar[Table]

    def __init_subclass__(cls, table: Table | None = None, **options: Any) -> None:
        super().__init_subclass__(**options)
        if table is not None:
            cls.table = table
            for column in table.columns:
                setattr(cls, column.name, _reader(column))

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.row = row

    def remove(self) -> None:
        """Refuse with InputError: seats and accounts stay for the whole run."""
        raise InputError(
            f"{self!r} cannot be removed: seats and accounts stay for the whole run. To have it do "
            "nothing, give agents={...} a subclass whose acts do nothing"
        )

    @property
    def own(self) -> Any:
        """Return the row itself; whatever is written to it changes the world."""
        return getattr(self.model.world, self.table.name)[self.row]

    def __getitem__(self, column: str) -> Any:
        return self.own[column]

    def __setitem__(self, column: str, value: Any) -> None:
        self.own[column] = value

    def __repr__(self) -> str:
        return f"{type(self).__name__} {self.row}"


def _reader(column: Column) -> property:
    """Return a property that reads a column: numbers as Python numbers, vectors as copies."""

    def read(agent: Window) -> Any:
        value = agent.own[column.name]
        return value.copy() if isinstance(value, np.ndarray) else value.item()

    return property(read, doc=f"{column.meaning} ({column.unit})")


def _members_reader(column: Column) -> property:
    """Return a property that reads a column of all members of a group, as a copy."""

    def read(group: BuyingGroup) -> Any:
        return group.people[column.name].copy()

    return property(read, doc=f"{column.meaning} ({column.unit}), member by member")


class Marketer(Window, table=MARKETERS):
    """A marketing seat and the person in it."""

    def book_practices(self, *tables: Any) -> None:
        """Book the hours that this week's practices take."""
        calendar.book_marketer(self.row, *tables)

    def reckon(self, *tables: Any) -> None:
        """Remember last week, and reckon what an hour of each task brings."""
        marketing_ledger.reckon(self.row, *tables)

    def split_week(self, *tables: Any) -> None:
        """Split the week over tasks."""
        effort.split_marketer(self.row, *tables)

    def run_campaign(self, *tables: Any) -> None:
        """Run a campaign for a week; launch the next one when it ends."""
        campaigns.run_campaign(self.row, *tables)

    def set_bar(self, *tables: Any) -> None:
        """Set the lowest score that is handed over."""
        scoring.set_bar(self.row, *tables)

    def plan_jointly(self, *tables: Any) -> None:
        """Take part in a joint plan, if one is made this week."""
        joint_planning.brief(self.row, *tables)

    def read_survey(self, *tables: Any) -> None:
        """Learn what buyers need from a survey, if one is due."""
        knowledge.survey(self.row, *tables)

    def learn_lessons(self, *tables: Any) -> None:
        """Learn from experiments, deals taken apart, and buyers met at first hand."""
        knowledge.marketer_lessons(self.row, *tables)

    def prepare_message(self, *tables: Any) -> None:
        """Decide what to say to which segment."""
        knowledge_sharing.prepare_message(self.row, *tables)

    def take_stock(self, *tables: Any) -> None:
        """Learn how many leads came, were followed up, and were real."""
        scoring.take_stock(self.row, *tables)

    def be_paid(self, *tables: Any) -> None:
        """Count results; at the end of a quarter get paid; see what one more of each is worth."""
        pay.pay_marketer(self.row, *tables)

    def stay_or_leave(self, *tables: Any) -> None:
        """Stay or leave."""
        people.live_marketer(self.row, *tables)


class Rep(Window, table=REPS):
    """A sales seat and the person in it."""

    def book_practices(self, *tables: Any) -> None:
        """Book the hours that this week's practices take."""
        calendar.book_rep(self.row, *tables)

    def reckon(self, *tables: Any) -> None:
        """Reckon from the own book what an hour of each task brings."""
        ledger.reckon(self.row, *tables)

    def split_week(self, *tables: Any) -> None:
        """Split the week over tasks."""
        effort.split_rep(self.row, *tables)

    def appraise_leads(self, *tables: Any) -> None:
        """Say what working each lead in the inbox is thought to bring."""
        lead_appraisal.appraise_inbox(self.row, *tables)

    def work_inbox(self, *tables: Any) -> None:
        """Look at the leads in the inbox and follow up the best."""
        triage.work_inbox(self.row, *tables)

    def learn_of_sources(self, *tables: Any) -> None:
        """Learn what the channels are worth from the leads followed up."""
        lead_appraisal.learn(self.row, *tables)

    def listen(self, *tables: Any) -> None:
        """Learn what buyers need from conversations."""
        knowledge.listen(self.row, *tables)

    def learn_lessons(self, *tables: Any) -> None:
        """Learn from experiments, deals taken apart, and time spent in marketing."""
        knowledge.rep_lessons(self.row, *tables)

    def prepare_pitch(self, *tables: Any) -> None:
        """Decide what to pitch to which segment."""
        knowledge_sharing.prepare_pitch(self.row, *tables)

    def be_paid(self, *tables: Any) -> None:
        """Count results; at the end of a quarter get paid; see what one more of each is worth."""
        pay.pay_rep(self.row, *tables)

    def stay_or_leave(self, *tables: Any) -> None:
        """Stay or leave."""
        people.live_rep(self.row, *tables)


class Leader(Window, table=LEADERS):
    """A leader: CMO, CSO, CRO or CEO, in the order of the rows."""

    @property
    def title(self) -> str:
        """Return "cmo", "cso", "cro" or "ceo"."""
        return BOSSES[self.row]

    def plan(self, *tables: Any) -> None:
        """Split the budget, if this leader owns it and a quarter begins."""
        planning.plan(self.row, *tables)

    def stay_or_leave(self, *tables: Any) -> None:
        """Stay or leave; a successor begins once the seat has been empty for long enough."""
        succession.serve(self.row, *tables)


class BuyingGroup(Window, table=ACCOUNTS):
    """An account and the people in it who must agree; it acts while it is in the market.

    Columns of its members, such as `support`, are vectors with one number per member.
    """

    @property
    def people(self) -> Any:
        """Return the rows of its members; whatever is written to them changes the world."""
        own = self.own
        first = int(own["first_member"])
        return self.model.world.members[first : first + int(own["members"])]

    def __getitem__(self, column: str) -> Any:
        return self.people[column] if column in MEMBER_COLUMNS else self.own[column]

    def __setitem__(self, column: str, value: Any) -> None:
        if column in MEMBER_COLUMNS:
            self.people[column] = value
        else:
            self.own[column] = value

    def consider(self, *tables: Any) -> None:
        """Enter the market: write a day-one list, draw how long to look."""
        demand.consider(self.row, *tables)

    def respond(self, *tables: Any) -> None:
        """Answer a campaign, or call."""
        campaigns.respond(self.row, *tables)

    def be_found(self, *tables: Any) -> None:
        """Be found by the prospecting of the rep who owns the account."""
        pipeline.be_found(self.row, *tables)

    def weigh_deal(self, *tables: Any) -> None:
        """Say what weight its deal has in the rep's week."""
        pipeline.weigh_deal(self.row, *tables)

    def pick_asset(self, *tables: Any) -> None:
        """Be shown a content asset, if the rep finds one worth showing."""
        content.pick_asset(self.row, *tables)

    def weigh(self, *tables: Any) -> None:
        """Move the members' support by a week; give up, or go elsewhere, or not."""
        buying_group.weigh(self.row, *tables)

    def decide(self, *tables: Any) -> None:
        """Sign or not, if the rep asks."""
        closing.decide(self.row, *tables)


MEMBER_COLUMNS = {column.name for column in MEMBERS.columns}
for _column in MEMBERS.columns:
    setattr(BuyingGroup, _column.name, _members_reader(_column))


class Part(NamedTuple):
    """A phase that agents play: every agent of a kind, on a row given, performs an act."""

    kind: type[Window]
    act: str


PARTS: dict[tuple[str, str], Part] = {
    ("demand", "enter"): Part(BuyingGroup, "consider"),
    ("planning", "plan_all"): Part(Leader, "plan"),
    ("calendar", "book_marketers"): Part(Marketer, "book_practices"),
    ("calendar", "book_reps"): Part(Rep, "book_practices"),
    ("ledger", "weigh_all"): Part(Rep, "reckon"),
    ("marketing_ledger", "weigh_all"): Part(Marketer, "reckon"),
    ("effort", "split_marketers"): Part(Marketer, "split_week"),
    ("effort", "split_reps"): Part(Rep, "split_week"),
    ("campaigns", "run_campaigns"): Part(Marketer, "run_campaign"),
    ("campaigns", "respond_in_market"): Part(BuyingGroup, "respond"),
    ("joint_planning", "brief_all"): Part(Marketer, "plan_jointly"),
    ("scoring", "set_bars"): Part(Marketer, "set_bar"),
    ("lead_appraisal", "appraise_all"): Part(Rep, "appraise_leads"),
    ("triage", "work_inboxes"): Part(Rep, "work_inbox"),
    ("lead_appraisal", "learn_all"): Part(Rep, "learn_of_sources"),
    ("pipeline", "prospect"): Part(BuyingGroup, "be_found"),
    ("pipeline", "weigh_deals"): Part(BuyingGroup, "weigh_deal"),
    ("content", "pick_assets"): Part(BuyingGroup, "pick_asset"),
    ("buying_group", "weigh_all"): Part(BuyingGroup, "weigh"),
    ("closing", "decide_all"): Part(BuyingGroup, "decide"),
    ("knowledge", "listen_all"): Part(Rep, "listen"),
    ("knowledge", "survey_all"): Part(Marketer, "read_survey"),
    ("knowledge", "teach_reps"): Part(Rep, "learn_lessons"),
    ("knowledge", "teach_marketers"): Part(Marketer, "learn_lessons"),
    ("knowledge_sharing", "prepare_pitches"): Part(Rep, "prepare_pitch"),
    ("knowledge_sharing", "prepare_messages"): Part(Marketer, "prepare_message"),
    ("scoring", "learn_flow"): Part(Marketer, "take_stock"),
    ("pay", "pay_marketers"): Part(Marketer, "be_paid"),
    ("pay", "pay_reps"): Part(Rep, "be_paid"),
    ("succession", "serve_all"): Part(Leader, "stay_or_leave"),
    ("people", "live_marketers"): Part(Marketer, "stay_or_leave"),
    ("people", "live_reps"): Part(Rep, "stay_or_leave"),
}
"""Who plays which phase of `sim.week`; every other phase belongs to nobody and runs compiled."""
KINDS: tuple[type[Window], ...] = (Marketer, Rep, Leader, BuyingGroup)
