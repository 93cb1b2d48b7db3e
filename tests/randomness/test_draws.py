"""The addressed draws: published answers, uniformity, independence, and both ways of running."""

import math
import os
import subprocess
import sys

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from sim.core import draws
from sim.core.compiled import compile_all
from sim.core.switches import is_disabled

SMALLEST_P = 1e-7
"""A law is called wrong below this p-value; chosen before looking at any result."""

COUNT = 20_000 if is_disabled() else 1_000_000

# Salmon, Moraes, Dror & Shaw 2011; Random123, file tests/kat_vectors, lines "philox4x32 10":
# counter, key, answer.
KNOWN_ANSWERS = [
    (
        "00000000 00000000 00000000 00000000",
        "00000000 00000000",
        "6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    ),
    (
        "ffffffff ffffffff ffffffff ffffffff",
        "ffffffff ffffffff",
        "408f276d 41c83b0e a20bc7c6 6d5451fd",
    ),
    (
        "243f6a88 85a308d3 13198a2e 03707344",
        "a4093822 299f31d0",
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]


@pytest.fixture(scope="module")
def many():
    """Return a function (seed, stream, identity, week, step, count) -> uniforms along an axis."""
    compile_all()
    uniform = draws.uniform

    @numba.njit
    def filled(seed, stream, identity, week, along, count):
        numbers = np.empty(count)
        for i in range(count):
            numbers[i] = uniform(
                seed + (i if along == 0 else 0),
                stream + (i if along == 1 else 0),
                identity + (i if along == 2 else 0),
                week + (i if along == 3 else 0),
            )
        return numbers

    axes = {"seed": 0, "stream": 1, "identity": 2, "week": 3}

    def draw(along, *, seed=1, stream=7, identity=0, week=0, count=COUNT):
        return filled(seed, stream, identity, week, axes[along], count)

    return draw


def words(text):
    return [np.uint64(int(word, 16)) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_philox_gives_the_published_answers(counter, key, answer):
    assert [int(word) for word in draws.philox(*words(counter), *words(key))] == [
        int(word, 16) for word in answer.split()
    ]


def test_an_address_is_laid_out_as_identity_week_stream_under_the_seed():
    # Every word differs; identity and seed are below 2**63. The published answers are for philox.
    low, high, week, stream = words("243f6a88 05a308d3 13198a2e 03707344")
    key = words("a4093822 299f31d0")
    first, second, *_rest = (int(word) for word in draws.philox(low, high, week, stream, *key))
    seed = int(key[0]) + (int(key[1]) << 32)
    identity = int(low) + (int(high) << 32)
    expected = ((((first << 32) | second) >> 11) + 0.5) / 2**53
    found = draws.uniform(seed, int(stream), identity, int(week) - draws.WEEK_OFFSET)
    assert found == expected


def test_the_address_of_zeros_gives_the_published_bits():
    first, second = (int(word, 16) for word in KNOWN_ANSWERS[0][2].split()[:2])
    expected = ((((first << 32) | second) >> 11) + 0.5) / 2**53
    assert draws.uniform(0, 0, 0, -draws.WEEK_OFFSET) == expected


@pytest.mark.compiled
def test_compiled_draws_refuse_an_identity_that_does_not_fit():
    compile_all()
    with pytest.raises((OverflowError, TypeError)):
        draws.uniform(1, 1, 2**63, 1)


# ---------------------------------------------------------------- one address, one number


@given(
    st.integers(0, 2**62),
    st.integers(0, 9999),
    st.integers(0, 2**62),
    st.integers(-32768, 30000),
)
def test_a_uniform_lies_strictly_inside_the_unit_interval(seed, stream, identity, week):
    number = draws.uniform(seed, stream, identity, week)
    assert 0.0 < number < 1.0
    assert number == draws.uniform(seed, stream, identity, week)


@given(st.integers(0, 2**40), st.integers(0, 2**20 - 1), st.integers(0, 2**40))
def test_two_pairs_never_share_an_identity(first, second, other):
    same = draws.paired(first, second) == draws.paired(other, second)
    assert same == (first == other)
    assert draws.paired(first, second) // 2**20 == first
    assert draws.paired(first, second) % 2**20 == second


# ---------------------------------------------------------------- the law


def uniformity(numbers):
    """Return the p-value of a chi-square test over 256 equal bins."""
    return stats.chisquare(np.bincount((numbers * 256).astype(int), minlength=256)).pvalue


@pytest.mark.parametrize("along", ["seed", "stream", "identity", "week"])
def test_neighbouring_addresses_are_uniform(many, along):
    assert uniformity(many(along, count=min(COUNT, 30_000 if along == "week" else COUNT))) > (
        SMALLEST_P
    )


def test_a_slightly_wrong_law_is_noticed(many):
    # u^(1 + a) adds about n * a^2 to a chi-square of 255 +- 23; 400 is far enough to see.
    wrong = 1.0 + math.sqrt(400 / COUNT)
    assert uniformity(many("identity") ** wrong) < SMALLEST_P


def test_every_leading_bit_is_fair(many):
    numbers = many("identity")
    for bit in range(24):
        share = np.mean((numbers * 2.0 ** (bit + 1)).astype(np.int64) & 1)
        assert abs(share - 0.5) < 6 * 0.5 / math.sqrt(len(numbers))


@pytest.mark.parametrize(
    "neighbour",
    [{"seed": 2}, {"stream": 8}, {"week": 1}, {"identity": 1}, {"identity": 2**20}, {"week": 13}],
    ids=str,
)
def test_neighbours_are_independent(many, neighbour):
    here, there = many("identity"), many("identity", **neighbour)
    if neighbour == {"identity": 1}:
        here, there = here[::2], there[::2]  # otherwise each number is used twice
    cells = (here * 16).astype(int) * 16 + (there * 16).astype(int)
    assert stats.chisquare(np.bincount(cells, minlength=256)).pvalue > SMALLEST_P
    assert abs(np.corrcoef(here, there)[0, 1]) < 6 / math.sqrt(len(here))


def test_the_paired_uniforms_of_two_streams_do_not_predict_a_third(many):
    first, second, third = (many("identity", stream=stream) for stream in (20, 21, 22))
    mixed = (first + second) % 1.0
    assert abs(np.corrcoef(mixed, third)[0, 1]) < 6 / math.sqrt(len(third))


def test_normals_have_the_moments_of_the_normal_law(many):
    numbers = special.ndtri(many("identity", stream=9))
    n = len(numbers)
    assert abs(numbers.mean()) < 6 / math.sqrt(n)
    assert abs(numbers.var() - 1.0) < 6 * math.sqrt(2 / n)


# ---------------------------------------------------------------- transformations


def test_the_inverse_normal_agrees_with_scipy():
    tail = np.logspace(-300, -1, 2000)
    p = np.concatenate([tail, np.linspace(0.001, 0.999, 4001), 1.0 - np.logspace(-15, -1, 500)])
    ours = np.array([draws.inverse_normal(float(each)) for each in p])
    np.testing.assert_allclose(ours, special.ndtri(p), rtol=1e-13, atol=1e-15)


def test_the_inverse_normal_of_one_half_is_zero_and_it_is_odd():
    assert draws.inverse_normal(0.5) == 0.0
    assert draws.inverse_normal(0.25) == -draws.inverse_normal(0.75)


def test_a_normal_is_the_quantile_of_the_uniform_at_the_same_address():
    for identity in range(100):
        expected = draws.inverse_normal(draws.uniform(3, 4, identity, 5))
        assert draws.normal(3, 4, identity, 5) == expected


@pytest.mark.parametrize("mean", [0.0, 0.01, 0.7, 3.0, 25.0, 90.0])
def test_a_poisson_count_is_the_quantile_of_the_uniform_at_the_same_address(mean):
    for identity in range(300):
        u = draws.uniform(3, 4, identity, 5)
        count = draws.poisson(3, 4, identity, 5, mean)
        assert stats.poisson.cdf(count, mean) >= u - 1e-12
        assert count == 0 or stats.poisson.cdf(count - 1, mean) <= u + 1e-12


def test_more_mean_never_gives_a_smaller_count():
    for identity in range(200):
        counts = [draws.poisson(1, 2, identity, 0, mean) for mean in (0.0, 0.5, 1.0, 4.0, 20.0)]
        assert counts == sorted(counts)


# ---------------------------------------------------------------- compiled and plain

SAMPLE = """
from sim.core import compiled, draws
compiled.compile_all()
for seed in (0, 1, 2**33 + 5):
    for identity in (0, 1, 2**20, 2**40 + 3, 2**62):
        for week in (draws.ONCE, -52, 0, 155):
            for stream in (1, 204):
                address = (seed, stream, identity, week)
                print(draws.uniform(*address).hex(), draws.normal(*address).hex(),
                      draws.poisson(*address, 3.5))
for i in range(1, 400):
    print(float(draws.inverse_normal(i / 400)).hex(), float(draws.inverse_normal(10.0**-i)).hex()
          if i < 300 else "")
"""


@pytest.mark.compiled
def test_compiled_and_plain_draws_are_equal_bit_for_bit():
    outputs = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", SAMPLE],
            env={**os.environ, "NUMBA_DISABLE_JIT": disabled},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for disabled in ("0", "1")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].count("\n") == 3 * 5 * 4 * 2 + 399
