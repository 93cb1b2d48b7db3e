"""A starter file: facts about a firm, turned into settings with comments."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.calibration.beginning import references
from analysis.words.wording import rounded
from counterpoint.terminal.facts import FOUND, comments
from counterpoint.terminal.questions import median
from counterpoint.terminal.rooms import built, plain, pods_of, rooms_text
from counterpoint.terminal.template import NOTES, TEMPLATE
from sim.core.errors import InputError
from sim.scenario import Scenario
from sim.scenario.declared import EURO, metrics
from sim.scenario.writing import scalar_text
from sim.world.names import YEAR

if TYPE_CHECKING:
    from analysis.calibration.fit import Fit


@dataclass(frozen=True)
class Firm:
    """What was answered, and what follows.

    Attributes:
        answers: facts by option, those left to the market missing.
        scenario: the firm, before anything is fitted.
        settings: what makes it, by dotted key.
    """

    scheme: str
    market: str
    ground: Scenario
    answers: dict[str, float]
    is_once: bool
    scenario: Scenario
    settings: dict[str, Any] = field(default_factory=dict)


def check_new(path: Path, *, overwrite: bool) -> None:
    """Raise InputError if a file is there already and may not be replaced."""
    if path.exists() and not overwrite:
        raise InputError(f"{path}: the file is there already; choose another name or --overwrite")


def write_starter(path: Path, text: str) -> None:
    """Write a starter file whole; Raises: InputError."""
    from analysis.results.whole import put

    try:
        put(path, text.encode())
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def firm_of(
    scheme: str, market: str, ground: Scenario, answers: dict[str, float], *, is_once: bool
) -> Firm:
    """Return the firm that answers make, by arithmetic; Raises: ScenarioError."""
    settings = _settings(ground.values, answers, is_once=is_once)
    settings |= references(ground.with_values(settings), answers)
    scenario = ground.with_values({**settings, "run.before": "same"})
    return Firm(scheme, market, ground, answers, is_once, scenario, settings)


@dataclass(frozen=True)
class Words:
    """How a firm is called, and in what money it counts: `file` is where it will be written."""

    name: str
    file: Path
    title: str = ""
    currency: str = ""

    @property
    def money(self) -> str:
        """Return the currency to show."""
        return self.currency or EURO


def starter_text(words: Words, firm: Firm, fit: Fit | None) -> str:
    """Return the text of a company file: the firm, with what was fitted on top."""
    settings = {**firm.settings, **(fit.settings if fit else {})}
    market = {key.split(".")[1]: value for key, value in settings.items() if "market." in key}
    answers, entry = firm.answers, market["segments"][0]
    names = metrics()
    is_plain = words.money == EURO
    customers = plain(market["customers"]) if "customers" in market else ""
    staff = built(int(answers["reps"]), int(answers["marketers"]))
    return TEMPLATE.format(
        file=words.file,
        name=words.name,
        title=f"\ntitle: {scalar_text(words.title)}" if words.title else "",
        currency="" if is_plain else f"currency: {scalar_text(words.currency)}\n",
        money=words.money,
        scheme=firm.scheme,
        market=firm.market,
        accounts=int(answers["accounts"]),
        reps=int(answers["reps"]),
        marketers=int(answers["marketers"]),
        value=answers["value"],
        per="each, paid once" if firm.is_once else "a year",
        a_year="" if firm.is_once else " a year",
        table=_comments(fit, words.money),
        staff=f"\n  # {staff}." if staff else "",
        pods=market["pods"],
        pod_reps=market["reps"],
        pod_marketers=market["marketers"],
        members=plain(market["members"]),
        rivals=plain(market["rival_present"]),
        pay=plain(market["pay_level"]),
        customers=f"  customers: {customers} # share of accounts\n" if customers else "",
        list_value=plain(entry["list_value"]),
        spread=1.0 / median(firm.ground.values, 1.0),
        rooms=_rooms(settings, fit),
        metrics_1=", ".join(names[:6]),
        metrics_2=", ".join(names[6:]),
        marketer=_weights(firm.ground, "marketer"),
        rep=_weights(firm.ground, "rep"),
    )


def _rooms(settings: dict[str, Any], fit: Fit | None) -> str:
    """Return the settings of all rooms but the market as YAML, each with a note."""
    notes = dict.fromkeys(fit.settings, FOUND) if fit else {}
    inner = {key.rpartition(".")[0]: FOUND for key in notes if key.count(".") == 2}
    inside = {key: value for key, value in settings.items() if not key.startswith("market.")}
    return rooms_text(inside, {**notes, **inner, **NOTES})


def _comments(fit: Fit | None, currency: str) -> str:
    if fit is None:
        return "\n# By arithmetic; not held against runs.\n"
    head = "\n# Found so that runs of this file meet what you said:\n"
    return head + comments(fit, currency)


def _settings(
    values: dict[str, Any], answers: dict[str, float], *, is_once: bool
) -> dict[str, Any]:
    accounts = int(answers["accounts"])
    pods, reps, marketers = pods_of(int(answers["reps"]), int(answers["marketers"]))
    per_account = rounded(answers["budget"] / accounts, 4)
    scale = per_account / values["planning"]["budget"] if values["planning"]["budget"] else 1.0
    typical = rounded(median(values, answers["value"]), 5)
    found = {
        "market.accounts": accounts,
        "market.pods": pods,
        "market.reps": reps,
        "market.marketers": marketers,
        "market.members": answers["members"],
        "market.rival_present": answers["rivals"],
        "market.pay_level": answers["pay"],
        "market.segments": [{"name": "all", "share": 1.0, "list_value": typical}],
        "demand.entry_hazard": rounded(1.0 - (1.0 - answers["looking"]) ** (1.0 / YEAR), 4),
        "delivery.churn_odds": rounded(answers["churn"] / (1.0 - answers["churn"]), 4),
        "delivery.recurring": 0.0 if is_once else 1.0,
        "planning.budget": per_account,
        "brand.unit": rounded(max(values["brand"]["unit"] * scale, 0.001), 4),
        "campaigns.unit": rounded(max(values["campaigns"]["unit"] * scale, 0.001), 4),
    }
    if "customers" in answers:
        found["market.customers"] = rounded(min(answers["customers"] / accounts, 1.0), 5)
    return found


def _weights(ground: Scenario, role: str) -> str:
    paid = ground.values["contracts"][role]
    return ", ".join(f"{name}: {paid[name]:g}" for name in metrics() if paid[name])
