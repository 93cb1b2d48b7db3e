"""Rehearsing alone: console and two phones in one window, from the lobby to an empty room again."""

from contextlib import contextmanager

import pytest

from counterpoint.workshop.rounds.pack_file import load_pack
from counterpoint.workshop.rounds.stages import positions
from tests.workshop import browser
from tests.workshop.bots import Facilitator, Team, play
from tests.workshop.rounds.conftest import PACK, write_pack

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as started:
        yield started


def sit_down(alone, *seats):
    """Put each in its part of the window."""
    for place, each in enumerate(seats):
        frame = alone.page.wait_for_selector(f"iframe >> nth={place}").content_frame()
        frame.wait_for_load_state()
        each.page = frame


def wide(frame):
    return frame.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_a_pack_is_rehearsed_alone_and_nothing_of_it_is_kept(chromium, tmp_path):
    pack = write_pack(tmp_path / "test_pack", f"{PACK}other_markets: [enterprise]\n")
    room = tmp_path / "room.sqlite"
    with browser.Server(str(pack), "--room", str(room), log=tmp_path) as server:
        alone = Facilitator(chromium, 1280, 900)
        alone.open(server.address)
        code = alone.code
        alone.page.click("#rehearse")
        facilitator, *teams = (kind.within(None) for kind in (Facilitator, Team, Team))
        sit_down(alone, facilitator, *teams)
        for each in (facilitator, *teams):
            each.at("lobby 0")
        assert facilitator.page.locator("#rehearse").count() == 0

        def look(key):
            for each in (facilitator, *teams):
                each.at(key)
                assert wide(each.page) <= 0, key
            if key == "talk 0":
                alone.page.reload()
                sit_down(alone, facilitator, *teams)
                for each in (facilitator, *teams):
                    each.at(key)

        assert play(facilitator, teams, look) == [
            each.key for each in positions(load_pack(str(pack)))
        ]
        assert alone.page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
        for width in (360, 1280):
            for scheme in ("light", "dark"):
                alone.page.set_viewport_size({"width": width, "height": 800})
                alone.page.emulate_media(color_scheme=scheme)
                assert wide(alone.page) <= 0
                if browser.AXE.is_file():
                    assert browser.findings(alone.page) == []
        alone.page.click("#over")
        alone.page.wait_for_url("**/workshop")
        alone.at("lobby 0")
        assert alone.code != code
        assert "Nobody yet." in alone.page.inner_text("#teams")
        assert alone.said == []
        assert [url for url in alone.asked if not url.startswith("http://127.0.0.1:")] == []
    assert [path.name for path in tmp_path.glob("*.sqlite")] == [room.name]


SLOW = """
const quick = window.fetch.bind(window);
const later = (time) => new Promise((resolve) => { setTimeout(resolve, time); });
window.fetch = async (path, options) => {
  if (String(path).endsWith("/answer")) { await later(300); return quick(path, options); }
  const answer = await quick(path, options);
  if (String(path).endsWith("/state")) await later(900);
  return answer;
};
"""
"""A network that lets bets wait, and brings what the room looked like before them afterwards."""


@contextmanager
def betting(chromium, tmp_path):
    """Let a team bet on a slow network: a room as it is when one scheme has been chosen."""
    pack = write_pack(tmp_path / "test_pack")
    room = str(tmp_path / "room.sqlite")
    with browser.Server(str(pack), "--room", room, log=tmp_path) as server:
        facilitator, blue = Facilitator(chromium, 1280), Team(chromium, 360)
        facilitator.open(server.address)
        blue.page.add_init_script(SLOW)
        blue.join(server.address, facilitator.code, "Blue")
        keys = [each.key for each in positions(load_pack(str(pack)))]
        for key in keys[1 : keys.index("predict 0") + 1]:
            facilitator.next()
            blue.at(key)
        blue.page.wait_for_timeout(2500)
        blue.page.check("#lead-0-0")
        yield blue


def test_a_late_picture_of_the_room_does_not_take_back_an_end_of_a_bet(chromium, tmp_path):
    with betting(chromium, tmp_path) as blue:
        blue.slide("#low-0", -5)
        blue.page.wait_for_timeout(1600)
        assert (
            blue.page.inner_text(".range-said >> nth=0")
            == "From −5\N{NO-BREAK SPACE}% to −5\N{NO-BREAK SPACE}%."
        )
        blue.slide("#high-0", 5)
        assert (
            blue.page.inner_text(".range-said >> nth=0")
            == "From −5\N{NO-BREAK SPACE}% to +5\N{NO-BREAK SPACE}%."
        )


def test_a_finger_that_is_lifted_before_the_room_answers_does_not_take_back_a_bet(
    chromium, tmp_path
):
    with betting(chromium, tmp_path) as blue:
        blue.page.dispatch_event("#lead-0-0", "pointerdown")
        blue.page.wait_for_timeout(1800)
        blue.slide("#low-0", -5)
        blue.page.wait_for_timeout(600)
        blue.page.dispatch_event("#low-0", "pointerup")
        blue.page.wait_for_timeout(100)
        blue.slide("#high-0", 5)
        assert (
            blue.page.inner_text(".range-said >> nth=0")
            == "From −5\N{NO-BREAK SPACE}% to +5\N{NO-BREAK SPACE}%."
        )
