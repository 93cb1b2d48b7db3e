"""The text of a starter file, and a note on each setting it may hold."""

TEMPLATE = """\
# A company file for Counterpoint. Check it with: counterpoint validate {file}
# What it implies: counterpoint show {file} --funnel
# Which scheme would suit this firm:
#   counterpoint compare siloed_metrics shared_revenue hybrid_pay --market {file}
# Settings not named here come from {market} and from the defaults:
#   counterpoint show {file}
schema_version: 1
name: {name}{title}
description: >
  Our company: {accounts:,} accounts, {reps:,} salespeople, {marketers:,} marketing people, deals
  around {value:,.0f} {per}.
{currency}kind: company
extends: [{scheme}, {market}]
{table}
market:
  accounts: {accounts} # firms that could buy from us
  # Staff work in pods: each pod's marketers serve its own reps. Numbers below are per pod.{staff}
  pods: {pods}
  reps: {pod_reps}
  marketers: {pod_marketers}
  members: {members} # people on the customer's side who must agree (mean)
  rival_present: {rivals} # share of accounts with a serious competitor
  pay_level: {pay} # {money} a year, on-target pay of one person
{customers}  segments:
    # Kinds of buyers with needs of their own; shares sum to 1. Split `all` if yours differ.
    # Half of the deals lie below list_value; their average is {spread:.2f} times as much.
    - {{name: all, share: 1, list_value: {list_value}}} # {money}{a_year}, median first deal

{rooms}

# How people are paid today ({scheme}); the weights of a role sum to 1. Metrics:
# {metrics_1}
# {metrics_2}
contracts:
  marketer: {{{marketer}}}
  rep: {{{rep}}}

run:
  before: same # burn-in under this file's own scheme
"""

NOTES = {
    "demand.entry_hazard": "chance a week to start looking",
    "delivery.churn_odds": "odds to leave at a renewal",
    "delivery.recurring": "0: our sales are paid once; 1: every year",
    "planning.budget": "EUR a year per account: today's level; change this alone to ask what if",
    "brand.unit": "what counts as usual spending: that of today",
    "campaigns.unit": "the same; leave it when you change the budget",
    "scoring.deal_value": "EUR, mean of a first deal",
    "pay.leads": "a quarter and marketer; targets start from these. Put your own numbers",
    "pay.real_leads": "of these, leads that become opportunities",
    "pay.accepted": "of these, leads that sales takes",
    "pay.deals": "closed a quarter and rep, won or lost",
    "pay.revenue": "EUR a quarter and rep",
    "pay.sourced_share": "of opportunities, started by marketing",
    "closing.usual_cycle": "weeks to close that reps forecast",
}
