"""counterpoint new-pack: a commented starter folder of a workshop."""

from __future__ import annotations

from pathlib import Path

import click

from counterpoint.terminal.tables import notice

FILES = {
    "pack.yaml": """\
# A pack for a workshop. Check it with: counterpoint validate {folder}
# Play it with:                         counterpoint workshop {folder}
# Change the texts into any language. Say nowhere what is true: that comes from the runs.
schema_version: 1
name: {name}
title: What do we expect? # at most 60 letters; so are the titles of practices
language: en # of these texts, for screen readers

# A shipped market (counterpoint list), or a company file in this folder (counterpoint new).
market: mid_market

# Two or three, the firm as it is first: the others are compared with it. Shipped schemes, or
# scenario files in this folder.
schemes:
  - scenario: siloed_metrics
    title: Each on own numbers
    memo: Marketing is paid for leads and the brand, sales for what a rep closes.
  - scenario: hybrid_pay
    title: Own numbers plus a shared one
    memo: A part of everybody's pay hangs on the revenue of both.

# In the order of the reveal. measure: gross_profit_y1, gross_profit_y3, bookings_y3, hours_lost
# or trust. scheme: the title that is set against the first; the last one if left out. reach: how
# many percent either way a range may go.
questions:
  - measure: gross_profit_y1
    text: Who earns more gross profit in the first year?
    reach: 30
  - measure: gross_profit_y3
    text: Who has earned more gross profit after three years?
    reach: 30
  - measure: hours_lost
    text: Who does better on quarrels, with fewer hours lost to them?
    reach: 100

# What a redesign may buy: shipped practices, with their price in points.
practices:
  lead_sla: {{price: 1, title: Call leads within two days}}
  feedback: {{price: 1, title: Tell marketing what became of leads}}
  meetings_working: {{price: 2, title: Working sessions every other week}}
budget: 3 # points
pay_price: 1 # for changing the pay of one role
redesigns: 1 # 0 to 3
quarters: 4 # of a year that teams play by hand, 0 to 4

# Where the same schemes are looked at after the reveal: shipped markets, none to four.
other_markets: [enterprise]

# Four of which teams guess one; then the room freezes each and sees what goes away. Choices
# (threshold, hours, triage, discount, promise, timing, brand_share, stay, blame) or mechanisms
# (brand, knowledge, conflict, trust, …). Usual ones if left out.
causes:
  hours: What people spend their week on
  threshold: Which leads marketing hands over
  discount: Discounts at closing
  brand: The brand

# What would flip it? Up to six settings that are moved from low to high: a title, or
# {{title: …, low: …, high: …}} where the setting's own range is not yours. Usual ones if left out.
assumptions:
  demand.entry_hazard: Accounts that start looking in a year
  effort.rep_week: {{title: Hours a week that a rep can work, low: 20, high: 34}}
  needs.drift: How quickly what buyers want moves

replicates: 100 # simulated firms behind every number
seed: 1 # another seed is other luck
talk_seconds: 120
""",
    "brief.md": """\
**Monday, nine o'clock.** Who you are, what hurts, and who asked for this.
Five sentences that the room recognises.

1. Say what you expect, as ranges, and why, in one sentence.
2. Talk about it for two minutes.
3. See what happens in many simulated copies of this firm.
4. Redesign it yourselves.
""",
    "surprise.md": """\
**For the facilitator alone.** What does this room take for granted?
What do you ask when it comes out, either way?

- *What they will say.* What you ask then, and where on the page to look.
""",
}


@click.command("new-pack", short_help="Write a starter pack for a workshop.")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace the files if they are there.")
def command(folder: Path, overwrite: bool) -> None:
    """Write a folder with a commented pack that can be played as it is.

    \b
    Example:
      counterpoint new-pack our_pay
    """
    from counterpoint.terminal.starter import check_new, write_starter
    from sim.core.errors import InputError
    from sim.scenario.layers import NAME

    if not NAME.fullmatch(folder.name):
        text = "the name must be 1 to 60 letters (a-z), digits, dots, dashes or underscores"
        raise InputError(f"{folder}: {text}")
    for name in FILES:
        check_new(folder / name, overwrite=overwrite)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made: {error.strerror}") from error
    for name, text in FILES.items():
        filled = text.format(folder=folder, name=folder.name) if name == "pack.yaml" else text
        write_starter(folder / name, filled)
    notice(f"Wrote {folder}. Next: counterpoint workshop {folder}")
