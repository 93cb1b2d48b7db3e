"""What is better of each measure, by hand: a direction turned round would call harm a gain."""

from analysis.measures import MEASURES

MORE_IS_BETTER = {
    "what the firm earns": "bookings_y1 bookings_y2 bookings_y3 bookings_net_y3 gross_profit_y1 "
    "gross_profit_y3 recurring_revenue_y3 new_bookings_y1 new_bookings_y3 new_gross_profit_y1 "
    "new_gross_profit_y3 sales_velocity",
    "what customers keep paying": "net_revenue_retention gross_retention",
    "deals that are there and won": "opportunities wins win_rate mql_to_win",
    "what people think of one another": "trust trust_p10",
    "what stays for later": "brand_stock content_use",
}
LESS_IS_BETTER = {
    "what a sale costs": "discount acquisition_cost cycle_weeks no_decision_share promise_gap",
    "leads that wait or come back": "unworked_lead_share rejected_lead_share response_days",
    "what people lose to one another": "relationship_conflict contested_events hours_lost",
    "who leaves": "resignations",
    "how wrong they are about buyers": "knowledge_error",
}
NEITHER = {
    "how much passes, good or bad": "leads mqls accepted_leads worked_leads mql_threshold",
    "how things are divided": "marketing_share brand_share claimed_credit attainment_share",
    "when in the quarter": "quarter_end_ratio",
    "friction that may be about the work": "task_conflict trust_asymmetry error_correlation",
    "hours together, which cost and may bring": "joint_hours practice_hours",
}


def named(groups):
    return {name for names in groups.values() for name in names.split()}


def test_what_is_better_of_every_measure():
    stated = {
        **dict.fromkeys(named(MORE_IS_BETTER), "higher"),
        **dict.fromkeys(named(LESS_IS_BETTER), "lower"),
        **dict.fromkeys(named(NEITHER), "none"),
    }
    assert {name: item.direction for name, item in MEASURES.items()} == stated
