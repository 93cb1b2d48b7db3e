import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.blocks import Information, Organisation
from sim.mechanisms import leadership
from sim.mechanisms.pay import Contract
from sim.world.names import METRICS, ContractRole
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import given, near, rows

shares = st.floats(0, 1)
some = st.floats(0, 100)
LEADERS = ("cmo", "cso", "cro", "ceo")


def settings(**changes):
    plain = {
        "pull": 0.0, "hours_per_dispute": 0.5, "span": 8.0, "depth": 0.5, "memory": 0.1,
        "evidence_hours": 0.0, "usual_variable": 0.4, "tension": "neutral", "league_tables": 0.5,
        "table_hours": 0.0, "closed_hours": 2.0, "unexplained": 0.3, "review_hours": 0.0,
        "review_need": 1.0,
    }  # fmt: skip
    return given(leadership.Leadership, **(plain | changes))


def organisation(**changes):
    plain = {
        "marketers_report_to": "cmo", "reps_report_to": "cso", "cmo_reports_to": "ceo",
        "cso_reports_to": "ceo", "cro_reports_to": "ceo", "budget_owner": "cmo", "week": 40.0,
        "team": 4.0, "horizon": (52.0, 13.0, 39.0, 52.0), "background": dict.fromkeys(LEADERS, 0.0),
        "dispute_hours": {"cmo": 0.0, "cso": 4.0, "cro": 4.0, "ceo": 2.0},
    }  # fmt: skip
    return given(Organisation, **(plain | changes))


def contracts(**by_role):
    made = rows_of_contracts()
    names = ("marketer", "rep", "cmo", "cso", "cro", "ceo")
    for role, weights in by_role.items():
        for metric, weight in weights.items():
            made[names.index(role)]["weights"][METRICS.index(metric)] = weight
    return made


def rows_of_contracts():
    made = np.zeros(6, Contract.dtype())
    made["variable_share"] = 0.4
    return made


def test_a_bosss_objective_pulls():
    # a quarter of the way from .2 to .6
    assert leadership.pulled(0.2, 0.6, 0.25) == near(0.3)


@examples(shares, shares, shares)
def test_without_pull_objectives_stay(own, boss, pull):
    assert leadership.pulled(own, boss, 0.0) == own
    pulled = leadership.pulled(own, boss, pull)
    assert min(own, boss) - 1e-12 <= pulled <= max(own, boss) + 1e-12


def test_a_boss_settles_what_fits_into_the_hours():
    assert leadership.settled_share(2.0, 4.0) == 0.5
    assert leadership.settled_share(4.0, 2.0) == 1.0
    assert leadership.settled_share(4.0, 0.0) == 1.0
    assert leadership.settled_share(0.0, 4.0) == 0.0


@examples(some, some, some)
def test_more_disputes_never_get_settled_better(capacity, one, other):
    low, high = sorted((one, other))
    assert leadership.settled_share(capacity, high) <= leadership.settled_share(capacity, low)


def test_attention_halves_at_the_span_and_shrinks_with_disputes():
    # 8 of 8 people: half; a quarter of the week gone
    assert leadership.heard(8.0, 8.0, 0.25) == near(0.375)
    assert leadership.heard(0.0, 8.0, 0.0) == 1.0


@pytest.mark.parametrize(
    ("bosses", "common"),
    [
        (
            (
                ContractRole.CMO,
                ContractRole.CSO,
                ContractRole.CEO,
                ContractRole.CEO,
                ContractRole.CEO,
                NOBODY,
            ),
            ContractRole.CEO,
        ),  # peers under a CEO
        (
            (
                ContractRole.CMO,
                ContractRole.CSO,
                ContractRole.CSO,
                ContractRole.CEO,
                ContractRole.CEO,
                NOBODY,
            ),
            ContractRole.CSO,
        ),  # the CMO reports to the CSO
        (
            (
                ContractRole.CMO,
                ContractRole.CSO,
                ContractRole.CRO,
                ContractRole.CRO,
                ContractRole.CEO,
                NOBODY,
            ),
            ContractRole.CRO,
        ),  # a CRO over both
        (
            (
                ContractRole.CRO,
                ContractRole.CRO,
                ContractRole.CEO,
                ContractRole.CEO,
                ContractRole.CEO,
                NOBODY,
            ),
            ContractRole.CRO,
        ),
        ((ContractRole.CMO, ContractRole.CSO, NOBODY, NOBODY, ContractRole.CEO, NOBODY), NOBODY),
        (
            (
                NOBODY,
                ContractRole.CSO,
                ContractRole.CEO,
                ContractRole.CEO,
                ContractRole.CEO,
                NOBODY,
            ),
            NOBODY,
        ),
        (
            (
                ContractRole.CMO,
                ContractRole.CSO,
                ContractRole.CRO,
                ContractRole.CEO,
                ContractRole.CEO,
                NOBODY,
            ),
            ContractRole.CEO,
        ),  # three steps on one side, two on the other
    ],
)
def test_the_nearest_boss_of_both(bosses, common):
    assert leadership.shared_boss(bosses[0], bosses[1], bosses) == common


def led(lines=None, pods=1, disputes=0.0, paid=None, information=None, seats=None, **changes):
    firm = rows("firm", 1, disputes=disputes)
    leaders = rows("leaders", 4, **(seats or {}))
    plain = {"sales_evidence_in_marketing": 0.0, "marketing_evidence_in_sales": 0.0}
    leadership.lead(
        np.arange(4), leaders, firm, rows("pods", pods), paid if paid is not None else contracts(),
        organisation(**(lines or {})), given(Information, **(plain | (information or {}))),
        settings(**changes),
    )  # fmt: skip
    return firm[0], leaders


def test_disputes_go_to_the_common_boss():
    # 16 events of half an hour; the CEO has 2 of the 8 hours they take
    firm, leaders = led(disputes=16.0)
    assert firm["settled"] == near(0.25)
    assert leaders["load"].tolist() == [0.0, 0.0, 0.0, 8.0]


def test_a_boss_nearer_by_has_more_hours_for_them():
    assert led({"cmo_reports_to": "cso"}, disputes=16.0)[0]["settled"] == near(0.5)


def test_without_a_common_boss_or_hours_nothing_is_settled():
    apart = {"cmo_reports_to": "nobody", "cso_reports_to": "nobody"}
    assert led(apart, disputes=16.0)[0]["settled"] == 0.0
    no_hours = {"dispute_hours": {"cmo": 0.0, "cso": 4.0, "cro": 4.0, "ceo": 0.0}}
    assert led(no_hours, disputes=16.0)[0]["settled"] == 0.0


def test_leaders_hours_grow_with_the_root_of_the_firm():
    # four pods, depth one half: twice the hours
    assert led(pods=4, disputes=16.0)[0]["settled"] == near(0.5)


def test_attention_counts_people_below_and_hours_lost_to_disputes():
    _firm, leaders = led(disputes=16.0)
    # four marketers below the CMO; three leaders below the CEO, 2 of 40 hours gone to disputes
    assert leaders[0]["attention"] == near(8.0 / 12.0)
    assert leaders[3]["attention"] == near(0.95 * 8.0 / 11.0)


def test_objectives_blend_down_the_tree():
    # CEO pulls half of 8/11 at the CMO, who then pulls half of 8/12 at the marketers
    paid = contracts(
        marketer={"lead_volume": 1.0}, cmo={"lead_volume": 1.0}, ceo={"shared_revenue": 1.0}
    )
    firm, leaders = led(paid=paid, pull=0.5)
    shared = METRICS.index("shared_revenue")
    of_cmo = 0.5 * 8.0 / 11.0
    assert leaders[0]["weights"][shared] == near(of_cmo)
    assert firm["marketer_objective"][shared] == near(0.5 * 8.0 / 12.0 * of_cmo)
    assert firm["marketer_objective"].sum() == near(1.0)


def test_without_pull_everybody_strives_for_what_is_paid():
    paid = contracts(
        marketer={"lead_volume": 0.8, "brand_index": 0.2}, rep={"own_revenue": 1.0},
        ceo={"shared_revenue": 1.0},
    )  # fmt: skip
    firm, _leaders = led(paid=paid)
    assert (firm["marketer_objective"] == paid[0]["weights"]).all()
    assert (firm["rep_objective"] == paid[1]["weights"]).all()


@pytest.mark.parametrize(
    ("marketer", "rep", "zero_sum"),
    [
        ({"lead_volume": 1.0}, {"own_revenue": 1.0}, 1.0),
        ({"shared_revenue": 1.0}, {"shared_revenue": 1.0}, 0.0),
        ({"shared_revenue": 0.9, "brand_index": 0.1}, {"own_revenue": 0.3, "shared_revenue": 0.7},
         0.3),
        ({"retention": 1.0}, {"retention": 1.0}, 1.0),  # reps are paid for their own customers
        ({"team_revenue": 0.5, "engaged_groups": 0.5}, {"team_revenue": 0.6, "margin": 0.4}, 0.5),
    ],
)  # fmt: skip
def test_the_game_is_zero_sum_as_far_as_variable_pay_is_not_pooled(marketer, rep, zero_sum):
    firm, _leaders = led(paid=contracts(marketer=marketer, rep=rep))
    assert firm["zero_sum"] == near(zero_sum)


@pytest.mark.parametrize(
    ("shares", "zero_sum"), [((0.4, 0.4), 0.6), ((0.0, 0.4), 0.3), ((0.0, 0.0), 0.0),
                             ((0.9, 0.9), 1.0)],
)  # fmt: skip
def test_fixed_pay_is_nobodys_loss(shares, zero_sum):
    paid = contracts(marketer={"shared_revenue": 1.0},
                     rep={"own_revenue": 0.6, "shared_revenue": 0.4})  # fmt: skip
    paid["variable_share"][:2] = shares
    assert led(paid=paid)[0]["zero_sum"] == near(zero_sum)


@pytest.mark.parametrize(
    ("lines", "attention"),
    [
        ({"cmo_reports_to": "cso"}, 8.0 / 13.0),  # the CSO: four reps and the CMO
        ({}, 8.0 / 11.0),  # the CEO: three leaders
        ({"marketers_report_to": "cro", "reps_report_to": "cro"}, 8.0 / 16.0),  # the CRO: all eight
        ({"cmo_reports_to": "nobody", "cso_reports_to": "nobody"}, 0.0),
    ],
)
def test_the_common_boss_carries_evidence_over_as_far_as_attention_goes(lines, attention):
    information = {"sales_evidence_in_marketing": 0.6, "marketing_evidence_in_sales": 0.3}
    firm, _leaders = led(lines, information=information)
    assert firm["evidence_to_marketing"] == near(0.6 * attention)
    assert firm["evidence_to_sales"] == near(0.3 * attention)


def test_without_weight_no_evidence_is_carried():
    firm, _leaders = led({"cmo_reports_to": "cso"})
    assert (firm["evidence_to_marketing"], firm["evidence_to_sales"]) == (0.0, 0.0)


def test_carrying_evidence_costs_attention():
    information = {"sales_evidence_in_marketing": 0.6, "marketing_evidence_in_sales": 0.3}
    lines = {"cmo_reports_to": "cso"}
    _firm, leaders = led(lines, information=information, evidence_hours=10.0)
    # the CSO carries both, .9 of 10 hours of 40; the CMO and the CEO (CSO and CRO below) none
    assert leaders[1]["attention"] == near((1.0 - 0.225) * 8.0 / 13.0)
    assert leaders[0]["attention"] == near(8.0 / 12.0)
    assert leaders[3]["attention"] == near(8.0 / 10.0)


@pytest.mark.parametrize(("owner", "row"), [("cmo", 0), ("cso", 1), ("cro", 2), ("ceo", 3)])
def test_the_owner_of_the_budget_plans(owner, row):
    assert led({"budget_owner": owner})[0]["planner"] == row


def test_leaders_hear_of_disputes_with_a_memory():
    firm = rows("firm", 1, disputes=10.0)
    leadership.hear_disputes(firm, rows("pairs", 2, contested_events=[10.0, 20.0]), settings())
    assert firm[0]["disputes"] == near(12.0)


# ---------------------------------------------------------------- tension


SHARED = {"marketer": {"shared_revenue": 1.0}, "rep": {"shared_revenue": 1.0}}


@pytest.mark.parametrize("rep", ["shared_revenue", "team_revenue"])
@pytest.mark.parametrize("marketer", ["shared_revenue", "team_revenue"])
def test_the_same_bookings_are_common_under_either_name(marketer, rep):
    assert led(paid=contracts(marketer={marketer: 1.0}, rep={rep: 1.0}))[0]["zero_sum"] == 0.0


def test_what_is_split_over_two_names_of_the_same_bookings_is_common():
    # .3 + .3 of one and .6 of the other: .6 of pay is common
    paid = contracts(
        marketer={"shared_revenue": 0.3, "team_revenue": 0.3, "lead_volume": 0.4},
        rep={"shared_revenue": 0.6, "own_revenue": 0.4},
    )
    assert led(paid=paid)[0]["zero_sum"] == near(0.4)


def test_engaged_groups_and_bookings_are_different_results():
    paid = contracts(marketer={"engaged_groups": 1.0}, rep={"shared_revenue": 1.0})
    assert led(paid=paid)[0]["zero_sum"] == 1.0
    paid = contracts(marketer={"engaged_groups": 1.0}, rep={"engaged_groups": 1.0})
    assert led(paid=paid)[0]["zero_sum"] == 0.0


def test_league_tables_show_a_shared_result_as_two():
    # all pay is common; tables show half of it as two results
    paid = contracts(**SHARED)
    assert led(paid=paid)[0]["zero_sum"] == 0.0
    firm, leaders = led(paid=paid, tension="stoked", table_hours=2.0)
    assert (firm["compared"], firm["zero_sum"]) == (0.5, near(0.5))
    # and take the CEO two of forty hours; CMO, CSO and CRO report there
    assert leaders[3]["attention"] == near(0.95 * 8.0 / 11.0)


def test_where_nothing_is_shared_tables_add_no_rivalry():
    paid = contracts(marketer={"lead_volume": 1.0}, rep={"own_revenue": 1.0})
    assert led(paid=paid, tension="stoked")[0]["zero_sum"] == led(paid=paid)[0]["zero_sum"] == 1.0


def test_nobody_stokes_from_an_empty_seat():
    seats = {"vacant": [0, 0, 0, 1]}
    assert led(paid=contracts(**SHARED), tension="stoked", seats=seats)[0]["zero_sum"] == 0.0


NO_HOURS = {"dispute_hours": dict.fromkeys(LEADERS, 0.0)}


def test_two_leaders_settle_behind_doors_what_fits_into_their_hours():
    # 8 events of half an hour are 4 hours, of which 2 are set aside; no common boss is needed
    lines = NO_HOURS | {"cmo_reports_to": "nobody", "cso_reports_to": "nobody"}
    firm, leaders = led(lines, disputes=8.0, tension="closed_doors")
    assert (firm["settled"], firm["settled_later"]) == (0.0, near(0.5))
    assert firm["silenced"] == near(0.5 * 0.3)
    assert leaders[0]["attention"] == near((1.0 - 2.0 / 40.0) * 8.0 / 12.0)


def test_the_common_boss_settles_only_what_the_two_leave():
    # behind doors half of 8 events; the CEO has 2 hours for the other 4, which take just that
    firm, leaders = led(disputes=8.0, tension="closed_doors")
    assert (firm["settled_later"], firm["settled"]) == (near(0.5), near(0.5))
    assert leaders[3]["load"] == near(2.0)


@pytest.mark.parametrize("lost", [{"reps_report_to": "cro"}, {"reps_report_to": "nobody"}])
def test_without_one_of_the_two_no_doors_are_closed(lost):
    assert led(lost, disputes=8.0, tension="closed_doors")[0]["settled_later"] == 0.0


def test_an_empty_seat_closes_no_doors_and_settles_nothing():
    seats = {"vacant": [1, 0, 0, 1]}
    firm, leaders = led(disputes=8.0, tension="closed_doors", seats=seats)
    assert (firm["settled_later"], firm["settled"]) == (0.0, 0.0)
    assert leaders["attention"][[0, 3]].tolist() == [0.0, 0.0]


# ---------------------------------------------------------------- background and reviews


def leaning(background, **changes):
    ground = {"background": dict.fromkeys(LEADERS, 0.0) | {"ceo": background}}
    return led(ground, **changes)[0]


def test_a_boss_settles_at_the_expense_of_the_craft_he_does_not_know():
    # all 4 events fit into the CEO's 2 hours
    firm = leaning(-0.5, disputes=4.0)
    assert (firm["settled"], firm["against_marketing"], firm["against_sales"]) == (1.0, 0.5, 0.0)
    firm = leaning(1.0, disputes=4.0)
    assert (firm["against_marketing"], firm["against_sales"]) == (0.0, 1.0)


def test_a_boss_carries_less_of_the_view_he_does_not_share():
    information = {"sales_evidence_in_marketing": 0.6, "marketing_evidence_in_sales": 0.3}
    usual = leaning(0.0, information=information)
    seller = leaning(-0.5, information=information)
    assert seller["evidence_to_marketing"] == near(usual["evidence_to_marketing"])
    assert seller["evidence_to_sales"] == near(0.5 * usual["evidence_to_sales"])
    marketer = leaning(1.0, information=information)
    assert marketer["evidence_to_marketing"] == 0.0


def test_a_successor_brings_a_horizon_and_a_background_around_those_of_the_seat():
    seats = {"outlook": [np.log(2.0), 0.0, 0.0, 0.0], "leaning": [0.4, 0.0, 0.0, -3.0]}
    _firm, leaders = led(seats=seats)
    assert leaders["horizon"].tolist() == near([104.0, 13.0, 39.0, 52.0])
    assert leaders["background"].tolist() == near([0.4, 0.0, 0.0, -1.0])


def test_reviews_raise_attention_and_take_the_leaders_week():
    # four marketers, an hour each of forty: a tenth of the CMO's week; then two thirds of the rest
    _firm, leaders = led(review_hours=1.0)
    first = 0.9 * 8.0 / 12.0
    assert leaders[0]["attention"] == near(first + (1.0 - first) * (1.0 - np.exp(-1.0)))


def test_a_leader_of_many_has_little_time_for_each():
    # sixteen people, three hours each would be 48 of 40: two and a half hours, and no time besides
    lines = {"team": 8.0, "marketers_report_to": "cro", "reps_report_to": "cro"}
    _firm, leaders = led(lines, review_hours=3.0)
    assert leaders[2]["attention"] == near(1.0 - np.exp(-2.5))


@examples(shares, st.floats(0, 40), st.floats(0.01, 20))
def test_a_review_never_lowers_attention(attention, hours, need):
    assert attention - 1e-12 <= leadership.reviewed(attention, hours, need) <= 1.0
    assert leadership.reviewed(attention, 0.0, need) == attention
