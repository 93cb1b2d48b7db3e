"""Which way of paying and organising marketing and sales works best, and why.

Everything can be imported from here: `from counterpoint.sim import load_scenario, run` and
`from counterpoint.analysis import compare`, with an installed wheel and in a checkout.
"""

from pathlib import Path

if not (Path(__file__).parent / "sim").is_dir():
    from counterpoint.checkout import stand_beside

    stand_beside()
