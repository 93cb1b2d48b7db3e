"""The plane of money and friction draws whatever runs it is given."""

from matplotlib import pyplot as plt

from analysis.comparison.compare import compare
from analysis.comparison.figures.plane import plane
from sim.scenario import load_scenario
from tests.analysis.builder import Named, invented


def test_replicates_that_are_all_alike_draw_their_means_without_a_warning():
    def always_the_same(scenario, seed, replicate=0):
        effect = 0.15 * (scenario.name == "shared_revenue")
        return invented(Named(scenario.name, effect=effect), seed)

    schemes = [load_scenario(name) for name in ("siloed_metrics", "shared_revenue")]
    result = compare(schemes, replicates=5, runner=always_the_same)
    figure = plane(result.measures, result.scenarios)
    assert len(figure.axes) >= 1
    plt.close(figure)
