"""Compile the model once, before several test processes ask for it at the same moment."""

from sim import load_scenario
from sim.drivers.compiled import run


def main() -> None:
    """Run one short simulation and throw it away."""
    run(load_scenario("siloed_metrics", overrides=("run.weeks=13", "run.burn_in=13")), seed=1)


if __name__ == "__main__":
    main()
