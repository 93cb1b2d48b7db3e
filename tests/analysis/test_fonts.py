"""Titles in figures, in any script."""

import warnings

from analysis.figures import fonts, style
from analysis.figures.fonts import drawn, families, is_drawable


def test_every_family_is_on_this_machine():
    from matplotlib.font_manager import findfont

    assert families()[0] == fonts.OWN
    assert all(findfont(name, fallback_to_default=False) for name in families())


def test_umlauts_and_cyrillic_are_drawn_as_they_are():
    assert drawn("Jeder für sich – Каждый", "siloed") == "Jeder für sich – Каждый"


def test_a_title_that_no_font_can_draw_gives_way_to_the_name():
    private = "\ue123 plan"  # no font has letters of the private area
    assert not is_drawable(private)
    assert drawn(private, "plan_b") == "plan_b"


def test_a_chinese_title_is_drawn_without_a_warning_or_gives_way_to_the_name():
    figure = style.canvas(3, 2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.suptitle(drawn("各自为政", "siloed"), fontfamily=list(families()))
        assert style.png(figure)


def test_a_dollar_sign_begins_no_formula():
    figure = style.canvas(3, 2)
    figure.suptitle(drawn("From $2 to $3", "prices"))
    assert style.png(figure)
