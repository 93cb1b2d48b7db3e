"""Write which share of the variance each setting explains: `python -m scripts.measured variance`.

The study is `scenarios/studies/variance.yaml`; it is swept into `results/variance`, an hour on two
cores. Interrupted, it goes on where it was.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.insight.sensitivity.sensitivity import repeated, sensitivity
from analysis.insight.sensitivity.words import subject
from analysis.study.loading import load_study_file
from analysis.study.results import load_study
from analysis.study.sweep import sweep
from scripts.markdown import bold, head, row
from sim.scenario import declared

if TYPE_CHECKING:
    import pandas as pd

    from analysis.study import Study

ROOT = Path(__file__).resolve().parents[1]
STORE = ROOT / "results" / "variance"
SHOWN = 10
HEAD = ["measure", "scenario", "baseline"]


def intro(study: Study, settings: int) -> str:
    """Return what was drawn and run."""
    points = study.design.points
    runs = points * (settings + 2) * len(study.schemes)
    return f"""All {settings} settings with a declared range, levers and contracts among them, drawn
uniformly and independently over their whole ranges (a Saltelli design, N = {points}):
{runs:,} runs of {" and ".join(f"`{name}`" for name in study.schemes)}, one luck a point, the same
for both. Six blocks of the design were run four times more, to tell luck from effects. The
study is `scenarios/studies/variance.yaml`; `counterpoint sensitivity variance` runs it, an hour
on two cores.

Firms drawn so widely are mostly none that anybody would believe
([why the other pages leave them out](../../decisions/0015-believable-worlds.md)): a design of
this kind cannot leave points out. Read it as: which settings the model
answers to at all, not as: which matter in a firm like yours ([screening](screening.md))."""


def about(line: Any) -> str:
    """Return the measure, and the scheme or the difference, that a line is about."""
    return subject(line.measure, line.scenario, line.baseline)


def noise_table(noise: pd.DataFrame) -> list[str]:
    """Return how much of each variance is luck."""
    columns = ("outcome", "variance between points that is luck", "replicates that make it a tenth")
    lines = head(columns)
    for line in noise.itertuples(index=False):
        wanted = line.replicates_wanted
        enough = f"{wanted:.0f}" if math.isfinite(wanted) else "cannot be told"
        lines.append(row([about(line), f"{line.noise_share:.0%}", enough]))
    return lines


def interval(line: pd.Series) -> str:
    """Return a share of the variance with its interval."""
    return f"{line['value']:.3f} ({line['ci_low']:.3f} to {line['ci_high']:.3f})"


def leading(part: pd.DataFrame) -> list[str]:
    """Return the settings that explain most of one outcome; bold: clear of what luck would give."""
    totals = part[part["index"] == "ST"].sort_values("value", ascending=False)
    alone = part[part["index"] == "S1"].set_index("parameter")
    lines = head(["setting", "with all others (ST)", "by itself (S1)", "what it is"])
    for _, line in totals.head(SHOWN).iterrows():
        key = str(line["parameter"])
        lines.append(row([f"`{key}`", bold(interval(line), line["flag"] == "clear"),
                          interval(alone.loc[key]), declared.flat()[key].meaning]))  # fmt: skip
    clear = int((totals["flag"] == "clear").sum())
    lines += ["", f"{clear} of {len(totals)} stand clear of luck."]
    return lines


def text(study: Study, indices: pd.DataFrame, noise: pd.DataFrame) -> str:
    """Return the page of a sensitivity analysis."""
    settings = indices["parameter"].nunique()
    lines = [intro(study, settings), "", "## How much is luck", "", *noise_table(noise)]
    lines += ["", "## What explains most", ""]
    lines += ["Share of the variance that would vanish without a setting, and that it explains"]
    lines += ["alone, with 95 % intervals. **Bold**: above what luck alone would give (5 %,"]
    lines += ["adjusted over all settings)."]
    for line in noise.itertuples(index=False):
        part = indices
        for name in HEAD:
            part = part[part[name] == getattr(line, name)]
        lines += ["", f"### {about(line)}", "", *leading(part)]
    return "\n".join(lines)


def variance() -> str:
    """Sweep the study as far as it is not there, and return the page."""
    study = load_study_file("variance")
    sweep(study, STORE)
    found = sensitivity(load_study(STORE), measures=study.measures, repeats=repeated(study))
    return text(study, found.indices, found.noise)
