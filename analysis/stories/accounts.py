"""The events of accounts: looking, leads, deals, contracts, each with its cause."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.measures.rows import happened
from analysis.stories.kinds import ORDER, Kind, named
from analysis.stories.log import Builder
from analysis.stories.recording import Recording
from analysis.words import wording
from sim.history.history import CATEGORIES
from sim.world.names import YEAR
from sim.world.vectors import NEVER

BROKEN = 0.05
"""Gap between what was promised and what was delivered from which a customer speaks of it."""
STEPS = {
    Kind.LEAD_QUALIFIED: "qualified_week",
    Kind.LEAD_HANDED_OVER: "handed_over_week",
    Kind.LEAD_ACCEPTED: "accepted_week",
    Kind.LEAD_WORKED: "first_touch_week",
}
"""Step of a lead → the column that dates it, in order."""
REFUSALS = {
    "duplicate": "drops it: a deal is open, or there was one",
    "low value": "refuses it: low value",
}
ENDINGS = {"won": Kind.DEAL_WON, "lost_competitor": Kind.DEAL_LOST,
           "no_decision": Kind.NO_DECISION}  # fmt: skip


WORDS = {
    Kind.CHAMPION_WON: "the champion is won over",
    Kind.ASKED_IN_VAIN: "asked to sign; not everybody agrees",
}


def word(table: str, column: str, code: int) -> str:
    """Return a category as people read it."""
    return CATEGORIES[table, column][code].replace("_", " ")


def look_for_solutions(built: Builder, recording: Recording) -> Searches:
    """Add who began to look; return when accounts looked."""
    entered: dict[int, list[int]] = {}
    for week, account, listed in np.concatenate(recording.watch.entries).tolist():
        entered.setdefault(account, []).append(week)
        where = "we stand on its list" if listed else "we are not on its list"
        built.add(
            Kind.ENTERED_MARKET, week, (account, len(entered[account])),
            f"begins to look for a solution; {where}", account=account,
        )  # fmt: skip
    return Searches(entered, left_again(recording))


def left_again(recording: Recording) -> dict[int, list[int]]:
    """Return account → weeks in which it stopped looking."""
    left: dict[int, list[int]] = {}
    for week, account in np.concatenate(recording.watch.leaves).tolist():
        left.setdefault(account, []).append(week)
    return left


@dataclass(frozen=True)
class Searches:
    """When accounts began to look, and stopped."""

    entered: dict[int, list[int]]
    left: dict[int, list[int]]

    def at(self, account: int, week: int) -> str | None:
        """Return the id of the search under way in a week; None when there is none."""
        began, ended = (bisect_right(weeks.get(account, []), week) for weeks in (
            self.entered, self.left
        ))  # fmt: skip
        if ended >= began:
            return None
        return named(Kind.ENTERED_MARKET, account, began)


def leads(built: Builder, recording: Recording, searches: Searches) -> None:
    """Add the life of every lead."""
    rows = recording.history.raw("leads")
    for lead in rows[happened(rows["created_week"])].tolist():
        _lead(built, dict(zip(rows.dtype.names or (), lead, strict=True)), searches)


def _lead(built: Builder, lead: dict[str, Any], searches: Searches) -> None:
    identity, account = (lead["lead_id"],), lead["account_id"]
    marketer, rep = lead["marketer_id"], lead["rep_id"]
    source = word("leads", "source", lead["source"])
    role = lead["member_role"]
    who = f"{word('leads', 'member_role', role)} member" if role >= 0 else "somebody"
    said = f"{who} answers by {source}" if marketer >= 0 else f"{source} reaches {who}"
    last = built.add(
        Kind.LEAD_CREATED, lead["created_week"], identity, said, actors=[marketer],
        account=account, cause=searches.at(account, lead["created_week"]),
    )  # fmt: skip
    for kind, column in STEPS.items():
        if lead[column] != NEVER:
            text = _step(kind, lead)
            actors = [marketer] if kind is Kind.LEAD_QUALIFIED else [marketer, rep]
            last = built.add(
                kind, lead[column], identity, text, actors=actors, account=account, cause=last
            )
    if lead["rejected_week"] != NEVER:
        reason = word("leads", "rejected_reason", lead["rejected_reason"])
        kind = Kind.LEAD_EXPIRED if reason == "expired" else Kind.LEAD_REJECTED
        is_left = kind is Kind.LEAD_EXPIRED
        text = f"rep {rep} lets it expire" if is_left else f"rep {rep} {REFUSALS[reason]}"
        built.add(
            kind, lead["rejected_week"], identity, text, actors=[marketer, rep], account=account,
            cause=last,
        )  # fmt: skip


def _step(kind: Kind, lead: dict[str, Any]) -> str:
    if kind is Kind.LEAD_QUALIFIED:
        return f"marketing calls it qualified (score {wording.figure(lead['score'])})"
    if kind is Kind.LEAD_HANDED_OVER:
        return f"handed to rep {lead['rep_id']}"
    if kind is Kind.LEAD_ACCEPTED:
        return f"rep {lead['rep_id']} takes it"
    days = wording.amount(lead["response_days"], "days").replace(wording.SPACE, " ")
    return f"rep {lead['rep_id']} calls, {days} after the hand-over"


def deals(built: Builder, recording: Recording) -> None:
    """Add the life of every deal."""
    history = recording.history
    found = history.raw("leads")
    became = found[found["opportunity_id"] >= 0]
    lead_of = {
        int(deal): (int(lead), int(marketer))
        for deal, lead, marketer in zip(
            became["opportunity_id"], became["lead_id"], became["marketer_id"], strict=True
        )
    }
    uses = _first_uses(history.raw("content_uses"))
    asked = _asked(recording)
    rows = history.raw("opportunities")
    for row in rows.tolist():
        deal = dict(zip(rows.dtype.names or (), row, strict=True))
        name = deal["opportunity_id"]
        _deal(built, deal, lead_of.get(name, (-1, -1)), uses.get(name, []), asked.get(name, []))


def _deal(
    built: Builder, deal: dict[str, Any], lead: tuple[int, int], uses: list[tuple[int, int]],
    asked: list[tuple[int, Kind]],
) -> None:  # fmt: skip
    name, account, people = (deal["opportunity_id"],), deal["account_id"], [lead[1], deal["rep_id"]]
    value = wording.euros(deal["list_value"])
    where = {"actors": people, "account": account}
    last = built.add(
        Kind.DEAL_OPENED, deal["created_week"], name,
        f"rep {deal['rep_id']} opens a deal of {value} a year; {deal['members']} must agree",
        cause=named(Kind.LEAD_WORKED, lead[0]), **where,
    )  # fmt: skip
    steps = [(week, Kind.CONTENT_USED, asset) for week, asset in uses]
    steps += [(week, kind, 0) for week, kind in asked]
    for number, (week, kind, asset) in enumerate(
        sorted(steps, key=lambda s: (s[0], ORDER[s[1]])), 1
    ):
        if kind is not Kind.ASKED_IN_VAIN or week != deal["closed_week"]:
            identity = name if kind is Kind.CHAMPION_WON else (*name, number)
            text = WORDS.get(kind, f"content {asset} is used")
            last = built.add(kind, week, identity, text, cause=last, **where)
    outcome = CATEGORIES["opportunities", "outcome"][deal["outcome"]]
    if outcome in ENDINGS:
        won = built.add(
            ENDINGS[outcome], deal["closed_week"], name, _ending(outcome, deal), cause=last, **where
        )
        claimed = deal["credit_marketing"] + deal["credit_sales"]
        if outcome == "won" and lead[1] >= 0 and claimed > 1:
            text = f"both claim it: {wording.percent(claimed)} of the win".replace(
                wording.SPACE, " "
            )
            built.add(Kind.CREDIT_FIGHT, deal["closed_week"], name, text, cause=won, **where)


def _ending(outcome: str, deal: dict[str, Any]) -> str:
    if outcome == "won":
        given = wording.percent(deal["discount"]).replace(wording.SPACE, " ")
        return f"signed for {wording.euros(deal['net_value'])} a year, discount {given}"
    true = word("opportunities", "reason_true", deal["reason_true"])
    recorded = word("opportunities", "reason_recorded", deal["reason_recorded"])
    said = "" if true == recorded else f" (recorded: {recorded})"
    start = "lost to a competitor" if outcome == "lost_competitor" else "ends without a decision"
    return f"{start}; reason: {true}{said}"


def _first_uses(rows: Any) -> dict[int, list[tuple[int, int]]]:
    """Return deal → (week, asset) of the first use of each asset, in order."""
    found: dict[int, dict[int, int]] = {}
    for asset, deal, week in rows.tolist():
        weeks = found.setdefault(deal, {})
        weeks[asset] = min(week, weeks.get(asset, week))
    return {
        deal: sorted((week, asset) for asset, week in weeks.items())
        for deal, weeks in found.items()
    }


def _asked(recording: Recording) -> dict[int, list[tuple[int, Kind]]]:
    """Return deal → weeks in which its champion was won over or it was asked, in order."""
    names = recording.world.opportunities["opportunity_id"]
    noted: dict[int, list[tuple[int, Kind]]] = {}
    before: dict[int, int] = {}
    champion: set[int] = set()
    for week, row, asks, ready in np.concatenate(recording.watch.deals).tolist():
        if ready and row not in champion:
            champion.add(row)
            noted.setdefault(int(names[row]), []).append((week, Kind.CHAMPION_WON))
        if asks > before.get(row, 0):
            noted.setdefault(int(names[row]), []).append((week, Kind.ASKED_IN_VAIN))
        before[row] = asks
    return noted


def contracts(built: Builder, recording: Recording) -> None:
    """Add delivery, renewals and the end of every contract."""
    history = recording.history
    onboarding = int(history.scenario.values["delivery"]["onboarding"])
    rows = history.raw("customers")
    for row in rows.tolist():
        _contract(built, dict(zip(rows.dtype.names or (), row, strict=True)), onboarding)


def _contract(built: Builder, held: dict[str, Any], onboarding: int) -> None:
    account, deal, start = held["account_id"], held["opportunity_id"], held["won_week"]
    where = {"actors": [held["rep_id"]], "account": account}
    last: str | None = named(Kind.DEAL_WON, deal)
    gap = held["promise_gap"]
    if not np.isnan(gap):
        share = wording.percent(gap).replace(wording.SPACE, " ")
        is_broken = gap >= BROKEN
        kind = Kind.PROMISE_BROKEN if is_broken else Kind.DELIVERED
        text = f"delivered {share} less than was promised" if is_broken else "delivered as promised"
        last = built.add(kind, start + onboarding, (account, start), text, cause=last, **where)
    for number in range(1, held["renewals"] + 1):
        if start != NEVER:
            last = built.add(
                Kind.RENEWED, start + YEAR * number, (account, start, number), "renews", cause=last,
                **where,
            )  # fmt: skip
    if held["churned_week"] != NEVER:
        content = wording.figure(held["satisfaction"])
        text = (
            f"leaves; satisfaction {content}, {wording.euros(held['recurring_value'])} a year lost"
        )
        built.add(Kind.CHURNED, held["churned_week"], (account, start), text, cause=last, **where)


def leave(built: Builder, searches: Searches) -> None:
    """Add who stopped looking, because of how its deal ended, or of nothing."""
    ended: dict[int, list[tuple[int, str]]] = {}
    for event in built.events.values():
        if event.kind in ENDINGS.values() and event.account_id is not None:
            ended.setdefault(event.account_id, []).append((event.week, event.event_id))
    for account, weeks in searches.left.items():
        for number, week in enumerate(weeks, 1):
            start = searches.at(account, week - 1)
            since = built.events[start].week if start in built.events else week
            endings = [name for at, name in ended.get(account, []) if since <= at <= week]
            built.add(
                Kind.LEFT_MARKET, week, (account, number), "stops looking", account=account,
                cause=endings[-1] if endings else start,
            )  # fmt: skip
