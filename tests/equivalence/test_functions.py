"""Functions of `math` that rooms rely on to be the same with and without the compiler."""

import math

import numpy as np
import pytest

pytestmark = pytest.mark.compiled
NUMBERS = 20_000


@pytest.mark.parametrize("function", [math.exp, math.expm1, math.log, math.sqrt, math.tanh])
def test_a_function_gives_the_same_bits_with_and_without_the_compiler(function):
    import numba

    @numba.njit(error_model="numpy")
    def compiled(value):
        return function(value)

    values = np.random.default_rng(1).lognormal(0.0, 3.0, NUMBERS)
    values = values[values < 700.0].tolist()
    assert [compiled(value) for value in values] == [function(value) for value in values]
