"""The page of what a table tells says which of its rows are off."""

from scripts.recovery import Held, misses


def test_misses_name_what_is_farther_off_than_luck_and_no_more():
    near = [Held("near", 0.9, share, 24) for share in (0.79, 0.9, 1.0)]
    beside = [Held("far, with leads", 0.9, 0.84, 160), Held("near, with leads", 0.9, 0.86, 160)]
    parts = [Held("lowest", 0.8, 0.67, 24), Held("higher", 0.8, 0.9, 24)]
    said = " ".join(misses(near, beside, parts).split())
    assert "1 of 7 shares on this page lie farther off" in said
    assert "*far, with leads* (84%, not 90%)." in said
    assert "*near" not in said
    assert "80 %: *lowest* (67%), *higher* (90%)." in said
    assert "None of 5 shares" in misses(near, beside[1:], parts[1:])
