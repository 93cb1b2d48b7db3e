"""THE ORDER OF EVENTS: one line a phase.

Both drivers run this page. The compiled driver compiles it; the Mesa driver runs it as plain Python
with every phase that has agents replaced by a call of those agents.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase
from sim.mechanisms import (
    attribution,
    brand,
    buying_group,
    calendar,
    campaigns,
    closing,
    conflict,
    content,
    delivery,
    demand,
    effort,
    handoff,
    joint_planning,
    knowledge,
    launches,
    leadership,
    needs,
    pay,
    people,
    pipeline,
    planning,
    pricing,
    roadmap,
    scoring,
    shared_systems,
    succession,
    triage,
    trust,
    word_of_mouth,
)
from sim.world import MARKETER_CONTRACT, REP_CONTRACT, Clock, World


# One line a phase is the point of this page.
# fmt: off
@phase
def week(w: World, p: Any, contracts: Any, clock: Clock) -> None:
    """Simulate one week: `p` is the parameter record, `contracts` one record per role."""
    choices = p["choices"]
    count = w.counters[0]
    # environment, and who is looking
    needs.drift(w.all_segments, w.segments, p["needs"], clock)
    demand.empty_market(w.active, w.left, w.accounts, w.opportunities, w.calendar, w.counters, p["demand"], clock)
    campaigns.requeue(w.left[: count["left"]], w.accounts, w.pods, w.exposures, clock)
    demand.list_newcomers(w.active, w.accounts, w.calendar, w.counters, clock)
    newcomers = w.active[count["active"] - count["entered"] : count["active"]]
    demand.enter(newcomers, w.accounts, w.segments, p["demand"], clock)
    active = w.active[: count["active"]]
    # leaders, plans, and everybody's week
    leadership.hear_disputes(w.firm, w.pairs, p["leadership"])
    leadership.lead(w.all_leaders, w.leaders, w.firm, w.pods, contracts, p["organisation"], p["information"], p["leadership"])
    planning.plan_all(w.all_leaders, w.leaders, w.firm, w.segments, w.accounts, p["organisation"], p["demand"], p["brand"], p["planning"], choices["brand_share"], clock)
    calendar.book_marketers(w.all_marketers, w.marketers, p, clock)
    calendar.book_reps(w.all_reps, w.reps, p, clock)
    effort.split_marketers(w.all_marketers, w.marketers, p["effort"], choices["hours"], clock)
    effort.split_reps(w.all_reps, w.reps, p["effort"], choices["hours"], clock)
    effort.sum_service(w.reps, w.pods)
    shared_systems.keep_up(w.pods, w.marketers, w.reps, p["shared_systems"])
    launches.announce(w.firm, p["launches"], clock)
    joint_planning.brief_all(w.all_marketers, w.marketers, w.reps, w.segments, p["joint_planning"], p["triage"], clock)
    pricing.promote(w.firm, w.segments, p["pricing"], p["closing"], clock)
    # marketing acts, responses become leads
    brand.build(w.all_segments, w.segments, w.marketers, w.firm, p["brand"], clock)
    campaigns.run_campaigns(w.all_marketers, w.marketers, w.segments, w.firm, w.accounts, p["campaigns"], clock)
    campaigns.sum_exposure(w.marketers, w.pods, p["campaigns"])
    campaigns.respond_in_market(active, w.accounts, w.pods, w.marketers, w.opportunities, p["campaigns"], clock)
    campaigns.collect(active, w.idle, w.accounts, w.pods, w.marketers, w.exposures, w.leads, w.counters, clock)
    scoring.set_bars(w.all_marketers, w.marketers, p["scoring"], choices["threshold"], clock)
    scoring.score_leads(w.leads, w.counters, w.accounts, w.marketers, p["scoring"], clock)
    handoff.route_leads(w.leads, w.counters, w.accounts, p["handoff"], clock)
    content.make(w.marketers, w.segments, w.content, w.counters, p["content"], clock)
    content.shelve(w.content, w.shelf, w.segments, w.pairs, w.pods, w.marketers, w.reps, w.counters, p["content"], clock)
    # reps split their hours
    triage.fill_inboxes(w.leads, w.counters, w.reps)
    triage.work_inboxes(w.all_reps, w.reps, w.leads, w.accounts, w.opportunities, w.pairs, p["triage"], choices["triage"], clock)
    pipeline.open_deals(active, w.accounts, w.leads, w.opportunities, w.counters, p["pipeline"], clock)
    pipeline.prospect(active, w.accounts, w.reps, w.opportunities, p["pipeline"], clock)
    pipeline.weigh_deals(active, w.accounts, w.opportunities, p["pipeline"], choices["triage"])
    pipeline.share_week(active, w.accounts, w.reps, p["pipeline"])
    content.pick_assets(active, w.accounts, w.opportunities, w.content, w.shelf, w.segments, w.pairs, w.reps, p["content"], clock)
    content.note_uses(active, w.accounts, w.opportunities, w.content, w.content_uses, w.counters, clock)
    # members' support moves, groups decide
    buying_group.weigh_all(active, w.accounts, w.members, w.segments, w.reps, w.opportunities, p["buying_group"], clock)
    roadmap.ask_all(active, w.accounts, w.opportunities, w.reps, w.pairs, w.firm, p["roadmap"], clock)
    closing.decide_all(active, w.accounts, w.members, w.reps, w.opportunities, choices, p["closing"], clock)
    pricing.answer_all(active, w.accounts, w.opportunities, w.marketers, w.reps, w.pairs, p["pricing"], p["closing"], clock)
    roadmap.build(w.firm, w.opportunities, w.accounts, w.segments, w.pods, p["roadmap"])
    # delivery, renewal, word of mouth
    delivery.sign_up(active, w.accounts, w.opportunities, w.customers, w.segments, w.counters, p["delivery"], clock)
    delivery.review_all(w.customers, w.counters, w.accounts, w.opportunities, w.segments, w.pods, p["delivery"], clock)
    word_of_mouth.talk_all(w.all_segments, w.segments, p["word_of_mouth"])
    # what each side learns (practices that fall in this week have their place here)
    knowledge.meet(w.all_pairs, w.pairs, w.marketers, w.reps, w.pods, p["knowledge"])
    knowledge.listen_all(w.all_reps, w.reps, w.segments, w.pods, p["knowledge"], clock)
    knowledge.survey_all(w.all_marketers, w.marketers, w.segments, w.pods, p["knowledge"], clock)
    knowledge.prepare_pitches(w.all_reps, w.reps, w.marketers, w.pairs, w.segments, w.firm, p["knowledge"])
    knowledge.prepare_messages(w.all_marketers, w.marketers, w.reps, w.pairs, w.segments, w.firm, p["knowledge"])
    knowledge.compare_views(w.pods, w.marketers, w.reps, w.segments)
    scoring.learn_flow(w.all_marketers, w.marketers, w.pairs, w.pods, p["scoring"])
    # credit, pay, targets
    attribution.clear_week(w.pods, w.reps, w.marketers, w.pairs)
    attribution.credit_all(active, w.accounts, w.opportunities, w.leads, p["attribution"], clock)
    attribution.sum_week(active, w.accounts, w.opportunities, w.leads, w.pods, w.reps, w.marketers, w.pairs, p["attribution"], clock)
    attribution.sum_renewals(w.customers, w.counters, w.accounts, w.pods, w.reps, clock)
    pay.pay_marketers(w.all_marketers, w.marketers, w.pods, w.reps, w.pairs, w.segments, w.firm, contracts[MARKETER_CONTRACT], p["pay"], clock)
    pay.pay_reps(w.all_reps, w.reps, w.pods, w.marketers, w.pairs, w.firm, contracts[REP_CONTRACT], p["pay"], clock)
    # contested events, blame, trust
    conflict.strain_all(w.all_pairs, w.pairs, w.marketers, w.reps, w.pods, w.firm, p["conflict"], choices["blame"], clock)
    conflict.lose_hours(w.pairs, w.marketers, w.reps, p["conflict"])
    trust.move_all(w.all_pairs, w.pairs, w.marketers, w.reps, p["trust"])
    # people leave, are hired, ramp up
    people.live_marketers(w.all_marketers, w.marketers, p["people"], choices["stay"], clock)
    people.live_reps(w.all_reps, w.reps, p["people"], choices["stay"], clock)
    succession.serve_all(w.all_leaders, w.leaders, w.marketers, contracts, p["succession"], clock)
    people.fill_seats(w.marketers, w.reps, w.leaders, w.pods, w.staff, w.counters, p["people"], p["organisation"], clock)


# fmt: on
