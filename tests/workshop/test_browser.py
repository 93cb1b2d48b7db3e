"""Explore in a real Chromium: numbers follow the slider, nothing leaves the machine."""

import shlex
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from counterpoint.cli.main import cli
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


def test_the_saved_scenario_files_give_the_numbers_on_the_page(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page.click("#save")
    page.locator("#links a").first.wait_for()
    for link in page.locator("#links a").all():
        with page.expect_download() as saved:
            link.click()
        saved.value.save_as(tmp_path / saved.value.suggested_filename)
    words = shlex.split(page.inner_text("#command"))
    page.click("#close")
    done = CliRunner().invoke(cli, [*words[1:], "--out", "found"])
    assert done.exit_code == 0, done.output
    found = pd.read_csv("found/summary.csv").set_index(["measure", "scenario"])["mean"]
    schemes = [Path(name).stem for name in words if name.endswith(".yaml")]
    assert [profit(page, 0), profit(page, 1)] == found["gross_profit_y3"][schemes].tolist()


@pytest.mark.parametrize("width", [360, 1280, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_at_any_width_and_axe_finds_nothing_serious(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert browser.findings(page) == []


def test_the_console_is_silent_and_no_request_leaves_the_machine(page):
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("http://127.0.0.1:")] == []
