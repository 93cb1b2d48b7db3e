"""The result tables of a real run: ids that can be joined, rows in order, cells that may be empty.

One firm of two pods, in which people leave often, so that seats have several holders.
"""

import numpy as np
import pytest

from analysis.results.dictionary import run_dictionary
from sim.drivers.compiled import run
from sim.history.history import ADDITIONAL, CATEGORIES, ORDER, TABLES, public_columns
from sim.history.ids import REFERS_TO
from sim.world.vectors import NEVER, NOBODY
from tests.histories import small, steady

pytestmark = pytest.mark.compiled

CONTRACT = {
    "weekly": "week quarter bookings bookings_net recurring_revenue churned_revenue gross_profit "
    "pipeline leads mqls accepted_leads worked_leads wins losses brand_stock brand_share "
    "mql_threshold relationship_conflict task_conflict trust_marketers_in_reps "
    "trust_reps_in_marketers hours_lost resignations knowledge_error_marketing "
    "knowledge_error_sales knowledge_error_operating error_correlation content_use",
    "leads": "lead_id account_id member_role source campaign_id marketer_id rep_id created_week "
    "score qualified_week handed_over_week accepted_week rejected_week rejected_reason "
    "first_touch_week response_days hours_worked opportunity_id",
    "opportunities": "opportunity_id account_id segment rep_id source created_week closed_week "
    "outcome forecast_close_week reason_recorded reason_true hours_worked list_value discount "
    "net_value promise members members_engaged existing_customer competitor credit_marketing "
    "credit_sales",
    "customers": "account_id opportunity_id rep_id won_week recurring_value discount expectation "
    "match promise_gap satisfaction renewals expansion_value churned_week",
    "staff": "person_id seat_id team_id role hired_week left_week skill ego respect horizon "
    "financial_literacy",
    "attainment": "person_id quarter metric weight target result pay",
    "hours": "person_id quarter task hours worth",
    "pairs": "marketer_id rep_id week trust_marketer_in_rep trust_rep_in_marketer "
    "relationship_conflict contact_hours contested_events joint_events",
    "beliefs": "rep_id quarter source believed followed_up won",
    "content": "asset_id created_week retired_week topic relevance",
    "content_uses": "asset_id opportunity_id week",
}
"""The columns that readers may rely on, in their order."""
IDENTITIES = {
    "leads": ("lead_id",),
    "opportunities": ("opportunity_id",),
    "staff": ("person_id",),
    "content": ("asset_id",),
}
ACCOUNTS = 400
RESTLESS = ("people.rep_leaving=1", "people.marketer_leaving=1", "people.vacancy=4")


@pytest.fixture(scope="module")
def history():
    two_pods = ("market.pods=2", f"market.accounts={ACCOUNTS}", "run.weeks=104")
    return run(small("siloed_metrics", *two_pods, *RESTLESS), 7)


@pytest.fixture(scope="module")
def tables(history):
    return {name: history.raw(name) for name in TABLES}


def code(table, column, word):
    return CATEGORIES[table, column].index(word)


def keys(rows, table):
    return list(zip(*(rows[name].tolist() for name in ORDER[table]), strict=True))


def test_every_seat_has_had_several_people(tables):
    seats, holders = np.unique(tables["staff"]["seat_id"], return_counts=True)
    assert len(seats) == 2 * (5 + 3) + 3
    assert holders.max() > 1


REFERENCES = [
    (table, column)
    for table in TABLES
    for column in public_columns(table)
    if column in REFERS_TO and REFERS_TO[column] != f"{table}.{column}"
]


@pytest.mark.parametrize(("table", "column"), REFERENCES)
def test_every_id_stands_in_the_table_it_refers_to(tables, table, column):
    there, key = REFERS_TO[column].split(".")
    used = tables[table][column]
    used = used[used != NOBODY]
    assert len(used) > 0
    assert set(used.tolist()) <= set(tables[there][key].tolist())


@pytest.mark.parametrize(("column", "role"), [("rep_id", "rep"), ("marketer_id", "marketer")])
def test_a_seat_is_held_by_people_of_its_role(tables, column, role):
    staff = tables["staff"]
    seats = set(staff["seat_id"][staff["role"] == code("staff", "role", role)].tolist())
    assert set(tables["pairs"][column].tolist()) == seats


def test_accounts_of_leads_deals_and_customers_are_those_of_the_deal(tables):
    deals = tables["opportunities"]
    account = dict(zip(deals["opportunity_id"].tolist(), deals["account_id"].tolist(), strict=True))
    for table in ("leads", "customers"):
        rows = tables[table]
        assert rows["account_id"].min() >= 0
        assert rows["account_id"].max() < ACCOUNTS
        linked = rows[rows["opportunity_id"] != NOBODY]
        assert len(linked) > 0
        assert [account[deal] for deal in linked["opportunity_id"].tolist()] == linked[
            "account_id"
        ].tolist()


def test_the_seat_stands_in_the_identity_of_persons_campaigns_and_assets(tables):
    staff, leads = tables["staff"], tables["leads"]
    assert (staff["person_id"] >> 20 == staff["seat_id"]).all()
    from_campaign = leads[leads["campaign_id"] != NOBODY]
    assert (from_campaign["campaign_id"] >> 20 == from_campaign["marketer_id"]).all()
    makers = set((tables["content"]["asset_id"] >> 20).tolist())
    assert makers <= set(tables["pairs"]["marketer_id"].tolist())


def test_a_further_rep_leaves_everybody_their_id():
    few, more = (
        run(steady("siloed_metrics", f"market.reps={reps}"), 3).raw("staff") for reps in (3, 4)
    )
    is_rep = few["role"] == code("staff", "role", "rep")
    assert set(few["seat_id"].tolist()) < set(more["seat_id"].tolist())
    assert sorted(set(few["seat_id"][is_rep].tolist())) == [1, 4, 7]


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_in_id_order(tables, table):
    found = keys(tables[table], table)
    assert len(found) > 1
    assert found == sorted(found)


@pytest.mark.parametrize("table", [name for name in TABLES if name != "content_uses"])
def test_no_two_rows_have_the_same_id(tables, table):
    names = IDENTITIES.get(table, ORDER[table])
    found = list(zip(*(tables[table][name].tolist() for name in names), strict=True))
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("table", TABLES)
def test_columns_to_rely_on_come_first_and_in_their_order(history, table):
    promised = CONTRACT[table].split()
    assert list(history.frame(table))[: len(promised)] == promised
    assert public_columns(table)[len(promised) :] == ADDITIONAL.get(table, ())


def test_the_dictionary_says_what_ids_refer_to_and_what_is_additional():
    found = run_dictionary()["tables"]
    entries = {
        (table, entry["column"]): entry for table in found for entry in found[table]["columns"]
    }
    linked = {place for place, entry in entries.items() if "refers_to" in entry}
    assert linked == set(REFERENCES)
    assert entries["leads", "rep_id"]["refers_to"] == "staff.seat_id"
    extra = {place for place, entry in entries.items() if entry.get("additional")}
    assert extra == {(table, name) for table, names in ADDITIONAL.items() for name in names}


@pytest.fixture(scope="module")
def parts(history):
    """Return pay by person and quarter, one column for each part."""
    frame = history.frame("attainment")
    return frame.pivot_table(index=["person_id", "quarter"], columns="metric", values="pay")


def test_the_parts_of_pay_add_up_to_the_total(parts):
    assert len(parts) > 50
    metrics = parts.drop(columns=["base", "total"])
    assert (metrics.abs().sum() > 0).sum() >= 3
    apart = parts["base"] + metrics.fillna(0.0).sum(axis=1) - parts["total"]
    assert apart.abs().max() < 1e-12


def test_base_pay_is_what_does_not_vary(history, parts):
    shares = [history.scenario.values["contracts"][role]["variable_share"]
              for role in ("marketer", "rep")]  # fmt: skip
    role = (parts.index.get_level_values("person_id").to_numpy() >> 20) % 3
    assert parts["base"].to_numpy() == pytest.approx(1.0 - np.array(shares)[role], abs=1e-12)


def test_a_metric_below_target_pays_its_share_and_above_it_the_bonus_too(history):
    contract = history.scenario.values["contracts"]["rep"]
    frame = history.frame("attainment")
    own = frame[frame["metric"] == "own_revenue"]
    own = own[(own["person_id"].to_numpy() >> 20) % 3 == 1]
    reached = own["result"] / own["target"]
    usual = own["weight"] * contract["variable_share"] * reached
    is_below = (reached > 0.0) & (reached < 1.0)
    assert is_below.any()
    assert (reached > 1.0).any()
    assert own["pay"][is_below].to_numpy() == pytest.approx(usual[is_below].to_numpy())
    assert (own["pay"][reached > 1.0] > usual[reached > 1.0]).all()


def test_a_quarter_that_the_run_does_not_finish_is_not_settled():
    quarters = run(steady("siloed_metrics", "run.weeks=30"), 1).raw("attainment")["quarter"]
    assert sorted(set(quarters.tolist())) == [-1, 0, 1]


def test_terms_are_empty_until_somebody_asked(history, tables):
    deals = tables["opportunities"]
    is_won = deals["outcome"] == code("opportunities", "outcome", "won")
    is_empty = np.isnan(deals["discount"])
    assert (is_empty == np.isnan(deals["promise"])).all()
    assert not is_empty[is_won].any()
    assert 0 < is_empty.sum() < len(deals)
    assert history.frame("opportunities")["discount"].isna().sum() == is_empty.sum()


def test_a_customer_is_neither_content_nor_disappointed_before_delivery(history, tables):
    customers = tables["customers"]
    onboarding = history.scenario.values["delivery"]["onboarding"]
    is_new = customers["opportunity_id"] != NOBODY
    last = history.weeks - 1
    is_waiting = is_new & (customers["won_week"] + onboarding > last)
    assert 0 < is_waiting.sum() < is_new.sum()
    for column in ("match", "satisfaction", "promise_gap"):
        is_empty = np.isnan(customers[column])
        assert (is_empty[is_new] == is_waiting[is_new]).all()
    delivered = customers[is_new & ~is_waiting]
    assert (delivered["promise_gap"] >= 0.0).all()


def test_weeks_that_did_not_happen_are_empty_cells(history, tables):
    is_open = tables["opportunities"]["closed_week"] == NEVER
    assert history.frame("opportunities")["closed_week"].isna().to_numpy().tolist() == (
        is_open.tolist()
    )
