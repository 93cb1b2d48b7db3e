"""THE ORDER OF EVENTS: one line a phase.

Both drivers run this page. The compiled driver compiles it; the Mesa driver runs it as plain Python
with every phase that has agents replaced by a call of those agents.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import schedule
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
    inboxes,
    knowledge,
    knowledge_sharing,
    launches,
    lead_appraisal,
    leadership,
    ledger,
    marketing_ledger,
    needs,
    pay,
    people,
    pipeline,
    planning,
    scoring,
    succession,
    triage,
    trust,
    word_of_mouth,
)
from sim.practices import (
    battles,
    celebrations,
    codesign,
    colocation,
    content_access,
    content_training,
    debriefs,
    exchange,
    feedback,
    framing,
    handoff_rules,
    handover,
    joint_assignments,
    joint_planning,
    lead_sla,
    liaisons,
    literacy_training,
    meetings,
    pricing,
    qualification,
    ride_alongs,
    roadmap,
    rotation,
    shared_systems,
    unified_definition,
)
from sim.world.names import ContractRole
from sim.world.state import Clock, World


# One line a phase is the point of this page.
# fmt: off
@schedule
def week(w: World, p: Any, contracts: Any, clock: Clock) -> None:
    """Simulate one week: `p` is the parameter record, `contracts` one record per role."""
    choices = p["choices"]
    count = w.counters[0]
    # environment, and who is looking
    needs.drift(w.all_segments, w.segments, p["needs"], clock)
    demand.empty_market(w.active, w.left, w.accounts, w.calendar, w.counters, p["demand"], clock)
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
    calendar.pair_up(w.pods, w.pairs, w.marketers, w.reps, p, clock)
    ledger.weigh_all(w.all_reps, w.reps, w.pods, contracts[ContractRole.REP], p, clock)
    marketing_ledger.sum_brand(w.marketers, w.firm, p["brand"])
    marketing_ledger.weigh_all(w.all_marketers, w.marketers, w.pods, w.pairs, w.segments, w.firm, p, clock)
    effort.split_marketers(w.all_marketers, w.marketers, p["effort"], choices["hours"], clock)
    effort.split_reps(w.all_reps, w.reps, p["effort"], choices["hours"], clock)
    effort.sum_service(w.reps, w.pods)
    handoff_rules.clear_up(w.marketers, w.reps, p["handoff_rules"], clock)
    literacy_training.train(w.reps, p["literacy_training"], clock)
    content_training.train(w.reps, p["content_training"], clock)
    framing.prepare(w.reps, p["framing"])
    shared_systems.keep_up(w.pods, w.marketers, w.reps, p["shared_systems"])
    launches.announce(w.firm, p["launches"], clock)
    joint_planning.brief_all(w.all_marketers, w.marketers, w.reps, w.segments, p["joint_planning"], p["triage"], clock)
    pricing.promote(w.firm, w.segments, p["pricing"], p["closing"], clock)
    # marketing acts, responses become leads
    brand.build(w.all_segments, w.segments, w.marketers, w.firm, p["brand"], clock)
    campaigns.run_campaigns(w.all_marketers, w.marketers, w.segments, w.firm, w.accounts, p["campaigns"], clock)
    campaigns.sum_exposure(w.marketers, w.pods, p["campaigns"])
    campaigns.respond_in_market(active, w.accounts, w.pods, w.marketers, p["campaigns"], clock)
    campaigns.collect(active, w.idle, w.accounts, w.pods, w.marketers, w.exposures, w.leads, w.counters, clock)
    qualification.match_up(w.leads, w.counters, w.accounts, w.marketers, p["qualification"], clock)
    unified_definition.meet(w.marketers, w.reps, w.pods, p["unified_definition"], p["scoring"], p["triage"]["lead_hours"])
    scoring.set_bars(w.all_marketers, w.marketers, p["scoring"], p["effort"], choices["threshold"], clock)
    scoring.score_leads(w.leads, w.counters, w.accounts, w.marketers, p["scoring"], clock)
    handoff.route_leads(w.leads, w.counters, w.accounts, w.marketers, w.reps, p["handoff"], clock)
    lead_sla.promise(w.leads, w.counters, w.reps, p["lead_sla"], p["triage"]["lead_hours"], clock)
    codesign.sit_down(w.marketers, w.reps, w.pairs, w.pods, p["codesign"], clock)
    content_access.keep_up(w.marketers, p["content_access"])
    battles.pick_questions(w.pods, w.pairs, w.marketers, w.reps, w.segments, p["buying_group"], p["battles"])
    battles.spend_leads(w.leads, w.counters, w.accounts, w.pods, w.segments, p["battles"], clock)
    battles.lose_face(w.pods, w.pairs, w.marketers, w.reps, clock)
    content.make(w.marketers, w.segments, w.content, w.counters, p["content"], clock)
    content.shelve(w.content, w.shelf, w.segments, w.pairs, w.pods, w.marketers, w.reps, w.counters, p["content"], clock)
    # reps split their hours
    inboxes.fill(w.inboxes, w.leads, w.counters, w.reps)
    triage.clear_week(w.leads, w.counters, w.reps, clock)
    lead_appraisal.appraise_all(w.all_reps, w.reps, w.inboxes, w.leads, w.accounts, w.pairs, p, clock)
    triage.work_inboxes(w.all_reps, w.reps, w.inboxes, w.leads, w.accounts, w.pairs, p["triage"], choices["triage"], clock)
    lead_appraisal.learn_all(w.all_reps, w.reps, w.leads, w.accounts, w.pairs, p, clock)
    lead_sla.track(w.reps, w.inboxes, w.leads, w.pairs, p["lead_sla"], clock)
    feedback.report(w.reps, w.inboxes, w.marketers, w.leads, w.accounts, w.pairs, p["feedback"], p["campaigns"]["mix"], p["scoring"], choices["threshold"], clock)
    pipeline.open_deals(active, w.dealing, w.accounts, w.leads, w.opportunities, w.counters, p["pipeline"], clock)
    dealing = w.dealing[: count["dealing"]]
    pipeline.search(w.reps, p["pipeline"])
    pipeline.prospect(active, w.accounts, w.reps, clock)
    pipeline.weigh_deals(dealing, w.accounts, w.opportunities, p["pipeline"], choices["triage"])
    joint_assignments.name_accounts(dealing, w.accounts, w.opportunities, w.marketers, w.reps, w.pods, p["joint_assignments"], clock)
    pipeline.share_week(dealing, w.accounts, w.reps, p["pipeline"], p["buying_group"], choices["triage"])
    content.pick_assets(dealing, w.accounts, w.opportunities, w.content, w.shelf, w.segments, w.pairs, w.reps, p["content"], clock)
    content.note_uses(dealing, w.accounts, w.opportunities, w.content, w.content_uses, w.counters, clock)
    # members' support moves, groups decide
    buying_group.weigh_all(dealing, w.accounts, w.members, w.segments, w.reps, w.opportunities, p["buying_group"], clock)
    roadmap.ask_all(dealing, w.accounts, w.opportunities, w.reps, w.pairs, w.firm, p["roadmap"], clock)
    closing.clear_asks(w.reps)
    closing.decide_all(dealing, w.accounts, w.members, w.reps, w.opportunities, choices, contracts[ContractRole.REP], p, clock)
    pricing.answer_all(dealing, w.accounts, w.opportunities, w.marketers, w.reps, w.pairs, w.pods, contracts[ContractRole.MARKETER], p["pricing"], p["closing"], clock)
    joint_assignments.count_wins(dealing, w.accounts, w.opportunities, w.pairs, w.reps, clock)
    roadmap.build(w.firm, w.opportunities, w.accounts, w.segments, w.pods, p["roadmap"])
    # delivery, renewal, word of mouth
    delivery.sign_up(dealing, w.accounts, w.opportunities, w.customers, w.segments, w.counters, p["delivery"], clock)
    handover.hand_over(w.customers, w.counters, w.reps, w.pairs, p["handover"], p["delivery"]["onboarding"], clock)
    delivery.review_all(w.customers, w.counters, w.accounts, w.segments, w.pods, p["delivery"], clock)
    word_of_mouth.talk_all(w.all_segments, w.segments, p["word_of_mouth"])
    # what each side learns (practices that fall in this week have their place here)
    meetings.hold(w.pairs, p["meetings"])
    exchange.prepare(w.pairs, p["exchange"])
    colocation.talk_in_passing(w.pairs, p["colocation"])
    liaisons.carry(w.pairs, w.marketers, w.reps, w.pods, p["liaisons"], clock)
    ride_alongs.ride(w.pairs, w.marketers, w.reps, p["ride_alongs"])
    rotation.swap(w.marketers, w.reps, p["rotation"])
    knowledge_sharing.meet(w.all_pairs, w.pairs, w.marketers, w.reps, w.pods, p["knowledge"])
    knowledge.listen_all(w.all_reps, w.reps, w.segments, w.pods, p["knowledge"], clock)
    knowledge.survey_all(w.all_marketers, w.marketers, w.segments, w.pods, p["knowledge"], clock)
    knowledge.teach_reps(w.all_reps, w.reps, w.marketers, w.pairs, w.pods, w.segments, p["knowledge"])
    knowledge.teach_marketers(w.all_marketers, w.marketers, w.pairs, w.pods, w.segments, p["knowledge"], clock)
    debriefs.choose(dealing, w.accounts, w.opportunities, w.segments, w.pods, w.marketers, w.reps, p["debriefs"], clock)
    knowledge_sharing.prepare_pitches(w.all_reps, w.reps, w.marketers, w.pairs, w.pods, w.segments, w.firm, p["knowledge"])
    knowledge_sharing.prepare_messages(w.all_marketers, w.marketers, w.reps, w.pairs, w.pods, w.segments, w.firm, p["knowledge"])
    knowledge_sharing.compare_views(w.pods, w.marketers, w.reps, w.segments)
    scoring.learn_flow(w.all_marketers, w.marketers, w.reps, w.pairs, w.pods, p["scoring"])
    # credit, pay, targets
    attribution.clear_week(w.pods, w.reps, w.marketers, w.pairs)
    attribution.credit_all(dealing, w.accounts, w.opportunities, w.leads, p["attribution"], clock)
    attribution.sum_week(dealing, w.accounts, w.opportunities, w.leads, w.pods, w.reps, w.marketers, w.pairs, p["attribution"], clock)
    attribution.sum_renewals(w.customers, w.counters, w.pods, w.reps)
    pay.pay_marketers(w.all_marketers, w.marketers, w.pods, w.reps, w.pairs, w.segments, w.firm, contracts[ContractRole.MARKETER], p["pay"], clock)
    pay.pay_reps(w.all_reps, w.reps, w.pods, w.marketers, w.pairs, w.firm, contracts[ContractRole.REP], p["pay"], clock)
    # what hours were spent on, and what followed
    ledger.note_hours(dealing, w.accounts, w.opportunities, w.leads, w.counters, w.reps, p["ledger"], p["closing"], clock)
    # contested events, blame, trust
    conflict.strain_all(w.all_pairs, w.pairs, w.marketers, w.reps, w.pods, w.firm, p["conflict"], choices["blame"], clock)
    conflict.lose_hours(w.pairs, w.marketers, w.reps, p["conflict"])
    celebrations.celebrate(w.pairs, w.marketers, w.reps, p["celebrations"])
    trust.move_all(w.all_pairs, w.pairs, w.marketers, w.reps, p["trust"])
    # people leave, are hired, ramp up
    people.live_marketers(w.all_marketers, w.marketers, p["people"], choices["stay"], clock)
    people.live_reps(w.all_reps, w.reps, p["people"], choices["stay"], clock)
    succession.serve_all(w.all_leaders, w.leaders, w.marketers, contracts, p["succession"], clock)
    people.fill_seats(w.marketers, w.reps, w.leaders, w.pods, w.staff, w.counters, p["people"], p["organisation"], clock)


# fmt: on
