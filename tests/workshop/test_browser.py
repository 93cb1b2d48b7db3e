"""Explore in a real Chromium: numbers follow the slider, nothing leaves the machine."""

import pytest

from tests.workshop import browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE = 240_000


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    room = str(folder / "room.sqlite")
    with browser.served("--room", room, log=folder) as address, browser.chromium() as chromium:
        opened = browser.listened(chromium, PATIENCE)
        opened.goto(address)
        settled(opened)
        yield opened


def profit(page, place=1):
    numbers = page.locator("[data-measure=gross_profit_y3]")
    return float(numbers.nth(place).get_attribute("data-value"))


def settled(page):
    """Wait for the sharpest picture of what the page asked for last."""
    page.wait_for_selector("#sure[data-shown]")
    turn = page.evaluate("state.turn")
    page.wait_for_selector(f"#sure[data-shown='{turn} 200']")


def test_a_slider_moved_with_the_keyboard_changes_the_numbers_and_undo_brings_them_back(page):
    before = profit(page)
    weight = page.locator("[data-card='1'] fieldset").nth(1).locator("input[type=range]").first
    weight.focus()
    page.keyboard.press("End")
    settled(page)
    assert profit(page) != before
    outputs = page.locator("[data-card='1'] fieldset").nth(1).locator("output").all_text_contents()
    assert sum(int(text.rstrip(" %")) for text in outputs) == 100
    link = page.url
    page.click("#undo")
    settled(page)
    assert profit(page) == before
    assert page.url != link


def test_the_address_brings_the_schemes_back(page):
    page.select_option("[data-card='1'] select >> nth=0", "hybrid_pay")
    settled(page)
    changed = profit(page)
    page.reload()
    settled(page)
    assert profit(page) == changed


@pytest.mark.parametrize("width", [360, 1280, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_at_any_width(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_console_is_silent_and_no_request_leaves_the_machine(page):
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("http://127.0.0.1:")] == []
