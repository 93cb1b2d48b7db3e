"""The order of events: which line of the week stands before which, and what would be wrong else."""

import ast

import pytest

from tests.house.source import ROOT, Source, called

ORDER = [
    # environment, and who is looking
    ("demand.empty_market", "campaigns.requeue", "who left the market answers as others do"),
    ("demand.list_newcomers", "newcomers", "who enters this week is among this week's newcomers"),
    ("newcomers", "demand.enter", "only newcomers think whom to ask"),
    ("needs.drift", "brand.build", "a message is measured against what buyers need now"),
    # leaders, plans, and everybody's week
    ("leadership.hear_disputes", "leadership.lead", "leaders settle the disputes they heard of"),
    ("leadership.lead", "planning.plan_all", "a plan serves what its leader is after by now"),
    ("leadership.lead", "ledger.weigh_all", "reps weigh hours by the objective of this week"),
    ("calendar.book_marketers", "calendar.pair_up", "two who meet have both booked the hours"),
    ("calendar.book_reps", "calendar.pair_up", "two who meet have both booked the hours"),
    ("calendar.book_marketers", "effort.split_marketers", "practices take their hours first"),
    ("calendar.book_reps", "effort.split_reps", "practices take their hours first"),
    ("ledger.weigh_all", "effort.split_reps", "hours go where they are worth most by now"),
    ("marketing_ledger.sum_brand", "marketing_ledger.weigh_all", "one part of it all"),
    ("marketing_ledger.weigh_all", "effort.split_marketers", "hours go where they are worth most"),
    ("effort.split_reps", "effort.sum_service", "customers get the hours that reps planned"),
    ("effort.split_marketers", "brand.build", "this week's hours build the brand"),
    ("effort.split_marketers", "campaigns.run_campaigns", "this week's hours run campaigns"),
    ("effort.split_reps", "triage.work_inboxes", "leads get the hours planned for them"),
    ("effort.split_reps", "pipeline.share_week", "deals get the hours planned for them"),
    ("effort.sum_service", "delivery.review_all", "service counts in the week it is given"),
    ("planning.plan_all", "brand.build", "spending follows the plan of the quarter that begins"),
    ("pricing.promote", "brand.build", "a promotion eats its brand hours in the week it runs"),
    ("pricing.promote", "closing.decide_all", "buyers wait for a promotion from its announcement"),
    ("joint_planning.brief_all", "campaigns.run_campaigns", "campaigns carry the joint message"),
    # marketing acts, responses become leads
    ("campaigns.run_campaigns", "campaigns.sum_exposure", "exposure is that of running campaigns"),
    ("campaigns.sum_exposure", "campaigns.respond_in_market", "buyers answer what they saw"),
    ("campaigns.respond_in_market", "campaigns.collect", "an answer is on file in its week"),
    ("campaigns.collect", "qualification.match_up", "groups are matched from all that came in"),
    ("unified_definition.meet", "scoring.set_bars", "an agreed definition holds at once"),
    ("scoring.set_bars", "scoring.score_leads", "leads are judged by this week's bar"),
    ("scoring.score_leads", "handoff.route_leads", "only who passed the bar is handed over"),
    ("handoff.route_leads", "lead_sla.promise", "a promise is made to who got the lead"),
    ("handoff.route_leads", "inboxes.fill", "a lead arrives in the week it is sent"),
    ("battles.spend_leads", "inboxes.fill", "a lead spent on an experiment goes into no inbox"),
    ("battles.spend_leads", "triage.clear_week", "a lead is spent, and so touched, in its week"),
    ("triage.clear_week", "triage.work_inboxes", "answers are those of this week"),
    ("battles.pick_questions", "battles.spend_leads", "leads are spent on the question chosen"),
    ("battles.spend_leads", "battles.lose_face", "who lost face is known from the experiment"),
    ("content.make", "content.shelve", "a new asset can be found in its week"),
    ("content.shelve", "content.pick_assets", "reps pick from what is on the shelf now"),
    # leads and deals
    ("inboxes.fill", "triage.work_inboxes", "a lead that came may be worked on at once"),
    ("inboxes.fill", "lead_appraisal.appraise_all", "a lead that came is appraised at once"),
    ("ledger.weigh_all", "lead_appraisal.appraise_all", "an hour has the price of this week"),
    ("lead_appraisal.appraise_all", "triage.work_inboxes", "what leads bring ranks the inbox"),
    ("triage.work_inboxes", "lead_appraisal.learn_all", "a rep learns from this week's touches"),
    ("lead_appraisal.learn_all", "feedback.report", "what a rep reports holds this week's touches"),
    ("lead_appraisal.learn_all", "ledger.note_hours", "leads left lying are booked in their week"),
    ("triage.work_inboxes", "lead_sla.track", "a promise is kept by this week's touch"),
    ("triage.work_inboxes", "feedback.report", "reports are on leads just worked on"),
    ("triage.work_inboxes", "pipeline.open_deals", "a lead that proves real opens its deal"),
    ("triage.work_inboxes", "conflict.strain_all", "a lead sent back is contested in its week"),
    ("pipeline.weigh_deals", "joint_assignments.name_accounts", "the weightiest deal is named"),
    ("pipeline.open_deals", "pipeline.weigh_deals", "a new deal is weighed in its first week"),
    ("pipeline.open_deals", "dealing", "a deal is worked on from its first week"),
    ("pipeline.open_deals", "pipeline.search", "nobody is searched whose deal has opened"),
    ("pipeline.search", "pipeline.prospect", "who is found depends on this week's hours for it"),
    ("pipeline.open_deals", "content.pick_assets", "a new deal is sent something at once"),
    ("joint_assignments.name_accounts", "closing.decide_all", "an account is named while open"),
    ("pipeline.weigh_deals", "pipeline.share_week", "hours go by this week's weights"),
    ("pipeline.share_week", "buying_group.weigh_all", "buyers notice this week's hours"),
    ("content.pick_assets", "content.note_uses", "a use is on file in its week"),
    ("content.pick_assets", "buying_group.weigh_all", "buyers read what they were sent"),
    ("buying_group.weigh_all", "closing.decide_all", "a group decides on what it thinks by now"),
    ("buying_group.weigh_all", "roadmap.ask_all", "a rep asks for what the group missed by now"),
    ("closing.clear_asks", "closing.decide_all", "proposals are counted week by week"),
    ("closing.decide_all", "pricing.answer_all", "an exception is answered after it is asked"),
    ("closing.decide_all", "delivery.sign_up", "who signs is a customer in that week"),
    ("closing.decide_all", "joint_assignments.count_wins", "a joint win counts in its week"),
    ("closing.decide_all", "attribution.credit_all", "a win is credited in its week"),
    ("closing.decide_all", "ledger.note_hours", "what hours brought is known when deals end"),
    # delivery, renewal, word of mouth
    ("delivery.review_all", "word_of_mouth.talk_all", "who leaves this week is talked about"),
    ("delivery.sign_up", "delivery.review_all", "a customer of this week may be served at once"),
    ("delivery.review_all", "attribution.sum_renewals", "a renewal counts in its week"),
    # what each side learns
    ("exchange.prepare", "knowledge_sharing.meet", "who prepared brings it to this week's meeting"),
    ("knowledge_sharing.meet", "knowledge.listen_all", "those who met hear more alike"),
    ("ride_alongs.ride", "knowledge.survey_all", "who rode along heard it from the buyer"),
    ("liaisons.carry", "knowledge.listen_all", "a liaison tells of it in the week it is heard"),
    ("rotation.swap", "knowledge.survey_all", "who changed sides hears what is heard there"),
    ("knowledge.listen_all", "knowledge.teach_marketers", "lessons carry what was last heard"),
    ("knowledge.survey_all", "knowledge.teach_reps", "lessons carry what surveys say by now"),
    ("knowledge.teach_reps", "knowledge.teach_marketers", "reps hear marketers' own view first"),
    ("knowledge.listen_all", "knowledge_sharing.prepare_pitches", "a pitch says what was heard"),
    ("knowledge.teach_marketers", "debriefs.choose", "a lesson is of the debrief before"),
    ("knowledge.teach_reps", "knowledge_sharing.prepare_pitches", "a pitch says what was taught"),
    ("knowledge.survey_all", "knowledge_sharing.prepare_messages", "a message says what was read"),
    # credit, pay, targets
    ("attribution.clear_week", "attribution.sum_week", "sums of a week begin at nothing"),
    ("attribution.clear_week", "attribution.sum_renewals", "sums of a week begin at nothing"),
    ("attribution.credit_all", "attribution.sum_week", "what is summed is credited before"),
    ("attribution.sum_week", "pay.pay_marketers", "pay counts this week's credit"),
    ("attribution.sum_week", "pay.pay_reps", "pay counts this week's wins"),
    ("attribution.sum_renewals", "pay.pay_marketers", "pay counts this week's renewals"),
    ("attribution.sum_renewals", "pay.pay_reps", "pay counts this week's renewals"),
    ("pay.pay_marketers", "conflict.strain_all", "a missed target is contested when it is missed"),
    ("pay.pay_reps", "people.live_reps", "who was paid less than expected may leave over it"),
    # contested events, blame, trust
    ("conflict.strain_all", "conflict.lose_hours", "strain takes hours from when it arises"),
    ("conflict.lose_hours", "people.live_marketers", "lost hours weigh on morale at once"),
    ("conflict.strain_all", "trust.move_all", "strain weakens the trust that could be won"),
    ("conflict.strain_all", "celebrations.celebrate", "joint wins are counted before the toast"),
    ("celebrations.celebrate", "trust.move_all", "a win that is celebrated wins trust then"),
    # people leave, are hired, ramp up
    ("trust.move_all", "people.live_marketers", "trust of this week holds who would leave"),
    ("people.live_reps", "people.fill_seats", "a seat is vacant from the week somebody leaves"),
    ("succession.serve_all", "people.fill_seats", "a leader's file is closed on leaving"),
]  # fmt: skip
"""Line, a line that comes after it, and why."""
WEEK = Source(ROOT / "sim" / "week.py")


def lines(source=WEEK):
    """Return the lines of the week in their order: "room.phase", or the name of a list."""
    [page] = [each for each in source.functions("schedule") if each.name == "week"]
    found = []
    for node in page.body:
        match node:
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(room), phase))):
                found.append(f"{room}.{phase}")
            case ast.Assign([ast.Name(name)], _):
                found.append(name)
    return found


@pytest.mark.parametrize(("first", "then", "why"), ORDER, ids=lambda text: str(text)[:40])
def test_this_comes_before_that(first, then, why):
    order = lines()
    assert order.index(first) < order.index(then), why


def test_every_phase_stands_once_on_the_page():
    order = lines()
    assert len(order) == len(set(order))


def test_a_list_of_rows_is_cut_after_what_fills_it_and_before_who_takes_it():
    [page] = [each for each in WEEK.functions("schedule") if each.name == "week"]
    known = {argument.arg for argument in page.args.args}
    for node in page.body:
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        if isinstance(node, ast.Assign):
            known |= {each.id for each in node.targets if isinstance(each, ast.Name)}
        elif called(node.value if isinstance(node, ast.Expr) else node):
            rows = names & {"newcomers", "active", "dealing", "choices"}
            assert rows <= known, ast.unparse(node)
