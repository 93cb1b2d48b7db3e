"""Parameters: declared once, filled into a record, printed as YAML would write them."""

import numpy as np
import pytest

from sim.core.params import Block, Parameter, param

SOURCES = ("search", "event")


class Example(Block):
    """A block with one parameter of every kind."""

    gain: float = param(0.25, 0, 1, source="assumption 1", meaning="a share")
    count: int = param(3, 1, 9, integer=True, source="assumption 2", meaning="a whole number")
    owner: str = param("rep", choices=("rep", "boss"), source="assumption 3", meaning="a word")
    mix: tuple[float, ...] = param(
        (0.4, 0.6), labels=SOURCES, source="assumption 4", meaning="a vector"
    )


def test_a_block_lists_its_parameters_in_the_order_of_declaration():
    assert list(Example.parameters) == ["gain", "count", "owner", "mix"]
    assert Example.parameters["gain"].name == "gain"


def test_a_block_may_extend_another():
    class Longer(Example):
        loss: float = param(0.5, source="assumption 5", meaning="a share")

    assert list(Longer.parameters) == ["gain", "count", "owner", "mix", "loss"]
    assert "loss" not in Example.parameters


def test_defaults_are_what_yaml_would_write():
    assert Example.defaults() == {
        "gain": 0.25,
        "count": 3,
        "owner": "rep",
        "mix": {"search": 0.4, "event": 0.6},
    }


def test_a_record_holds_numbers_whole_numbers_positions_of_words_and_vectors():
    values = {"gain": 0.5, "count": 7, "owner": "boss", "mix": {"event": 0.9, "search": 0.1}}
    rows = np.zeros(1, Example.dtype())
    rows[0] = Example.encoded(values)
    record = rows[0]
    assert record["gain"] == 0.5
    assert record["count"] == 7
    assert record["owner"] == 1
    assert record["mix"].tolist() == [0.1, 0.9]
    assert record.dtype["count"] == np.int64
    assert record.dtype["gain"] == np.float64


def test_an_unknown_word_is_not_encoded():
    with pytest.raises(ValueError, match="not in tuple"):
        Example.parameters["owner"].encoded("nobody")


def test_a_declaration_cannot_be_changed():
    with pytest.raises(AttributeError):
        Example.parameters["gain"].default = 1.0


def test_two_declarations_are_equal_whatever_their_names():
    one = Parameter(0.5, source="assumption 1", meaning="a share")
    assert one == Parameter(0.5, source="assumption 1", meaning="a share", name="other")
