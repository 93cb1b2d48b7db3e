"""Watch in a real Chromium: play, pause, step, click a deal or a pair for its story so far."""

import re

import pytest

from sim import load_scenario, run
from tests.workshop import browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE = 240_000


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("watch")
    room = str(folder / "room.sqlite")
    with browser.served("--room", room, log=folder) as address, browser.chromium() as chromium:
        opened = browser.listened(chromium, PATIENCE)
        opened.goto(address)
        opened.click("#watch a >> nth=0")
        at(opened, 0)
        yield opened


def at(page, week):
    page.wait_for_selector(f"body[data-week='{week}']")


def go(page, week):
    page.locator("#week").fill(str(week))
    at(page, week)


def until(page, words):
    """Wait until an expression is true; the page's policy forbids waiting inside of it."""
    for _ in range(PATIENCE // 100):
        if page.evaluate(words):
            return
        page.wait_for_timeout(100)
    raise AssertionError(words)


def total(page, measure):
    return page.locator(f".total[data-measure={measure}]")


def test_play_goes_on_week_by_week_until_pause_and_back_to_the_start(page):
    page.select_option("#speed", "4")
    page.click("#play")
    until(page, "Number(document.body.dataset.week) >= 6")
    page.click("#play")
    there = page.evaluate("document.body.dataset.week")
    assert page.inner_text("#play") == "Play"
    page.wait_for_timeout(700)
    assert page.evaluate("document.body.dataset.week") == there
    page.click("#start")
    at(page, 0)


def test_a_step_with_the_keyboard_shows_the_numbers_of_the_run(page):
    until(page, "watched.weeks.filter(Boolean).length === watched.info.weeks")
    weekly = run(load_scenario("siloed_metrics"), 1, 0).weekly.set_index("week")
    page.focus("#step")
    page.keyboard.press("Enter")
    at(page, 1)
    for week in (1, 25, 60, 155):
        go(page, week)
        for measure in ("wins", "bookings", "gross_profit", "leads", "hours_lost"):
            shown = total(page, measure)
            assert float(shown.get_attribute("data-value")) == weekly[measure][week]
            so_far = float(shown.get_attribute("data-total"))
            assert so_far == pytest.approx(weekly[measure].loc[0:week].sum(), rel=1e-12)
    assert page.locator("#step").is_disabled()


def test_a_click_on_a_deal_tells_its_story_so_far(page):
    go(page, 20)
    deal = page.locator(".lane-open .deal").first
    account = deal.get_attribute("data-account")
    deal.focus()
    page.keyboard.press("Enter")
    until(page, "document.getElementById('story-title').textContent.includes('20')")
    assert page.inner_text("#story-title") == f"Account {account}: the story up to week 20"
    told = page.inner_text("#story-events")
    assert "opens a deal" in told
    assert max(int(week) for week in re.findall(r"^Week (-?\d+)", told, re.M)) <= 20
    assert page.evaluate("document.activeElement.id") == "story-title"
    page.click("#step")
    until(page, "document.getElementById('story-title').textContent.includes('21')")
    page.click("#story-close")
    assert page.locator("#story").is_hidden()


def test_a_click_on_a_pair_tells_what_happened_between_the_two(page):
    go(page, 60)
    page.click("[data-pair='0-1']")
    until(page, "document.getElementById('story-title').textContent.includes('rep 1')")
    assert "they fall out over" in page.inner_text("#story-events")
    page.click("#story-close")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_and_axe_finds_nothing_serious(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert browser.findings(page) == []


def test_a_reload_comes_back_to_the_same_week_of_the_same_company(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    go(page, 33)
    value = total(page, "gross_profit").get_attribute("data-total")
    page.reload()
    at(page, 33)
    assert total(page, "gross_profit").get_attribute("data-total") == value


def test_another_market_is_another_company(page):
    page.click(".which summary")
    page.select_option("#market", "concentrated")
    at(page, 0)
    until(page, "document.getElementById('same').textContent.includes('concentrated')")
    assert page.inner_text("#same").startswith("The same numbers: counterpoint run siloed_metrics")


def test_the_console_is_silent_and_no_request_leaves_the_machine(page):
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("http://127.0.0.1:")] == []
