"""What pairing was worth, in words: runs in whole numbers, and nothing beyond belief."""

from types import SimpleNamespace

import numpy as np

from analysis.comparison.headline import HEADLINE, pairing
from analysis.comparison.pairing import coherence
from analysis.runs.collect import measure_names

PAIRS = 400


def said(own_luck):
    """Return the sentence on two schemes that share luck of size 1 and have some of their own."""
    draws = np.random.default_rng(3).normal(0, 1, (PAIRS, 3))
    both = draws[:, :1] + own_luck * draws[:, 1:]
    values = np.repeat(both[:, :, None], len(measure_names()), axis=2)
    found = coherence(values, ["a", "b"], [(1, 0)])
    (sentence,) = pairing(
        SimpleNamespace(coherence=found, replicates=PAIRS, loaded=()), HEADLINE[1]
    )
    return sentence


def test_a_ratio_beyond_belief_is_not_told_to_the_digit():
    # own luck of 0.01 beside 1: the variance of the difference is a ten-thousandth
    assert said(0.01).endswith("the same interval from independent luck would need over 100 times "
                               "the runs.")  # fmt: skip


def test_what_pairing_saved_is_told_in_whole_rounded_runs():
    # own luck of 0.5: (1 + ¼ + 1 + ¼) / (¼ + ¼) = 5 times the runs; five standard errors are 2
    head, _, tail = said(0.5).partition(f"{PAIRS} pairs do the work of ")
    number = tail.removesuffix(" without it.").replace(",", "")
    assert head.startswith("b and a share luck with a correlation of 0.")
    assert number.isdigit()
    assert abs(int(number) - 5 * PAIRS) < 2 * PAIRS
    assert int(number) == float(f"{int(number):.2g}")


def test_where_pairing_saved_nothing_it_says_so():
    # own luck of 50 beside 1  schemes share next to nothing
    assert said(50.0).endswith(": pairing saved no runs here.")
