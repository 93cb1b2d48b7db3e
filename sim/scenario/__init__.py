"""Scenario files: read, checked, laid over one another, resolved."""

from sim.scenario.change import blend
from sim.scenario.loading import load_any, load_scenario
from sim.scenario.scenario import Scenario

__all__ = ["Scenario", "blend", "load_any", "load_scenario"]
