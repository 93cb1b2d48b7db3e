"""A whole workshop in a real Chromium: a facilitator, two phones, and mishaps in every stage."""

import json
import re
import signal
from urllib.parse import urlparse

import pytest

from counterpoint.workshop.rounds.pack_file import load_pack
from counterpoint.workshop.rounds.stages import positions
from tests.system import posix_only
from tests.workshop import browser
from tests.workshop.bots import Facilitator, Team, play
from tests.workshop.rounds.conftest import PACK, write_pack

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as started:
        yield started


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Serve one pack on one port from one file, again after a kill."""
    folder = tmp_path_factory.mktemp("workshop")
    pack = write_pack(folder / "test_pack", f"{PACK}other_markets: [enterprise]\n")
    with browser.Server(str(pack), "--room", str(folder / "room.sqlite"), log=folder) as server:
        yield server


@pytest.fixture(scope="module")
def keys(served):
    return [each.key for each in positions(load_pack(served.words[0]))]


@pytest.fixture(scope="module")
def room(served, chromium):
    facilitator = Facilitator(chromium, 1280)
    facilitator.open(served.address)
    blue, red = Team(chromium, 360), Team(chromium, 390, scheme="dark")
    blue.join(served.address, facilitator.code, "Blue")
    red.join(served.address, facilitator.code, "<b>Rot</b> 赤")
    return facilitator, [blue, red]


def test_a_whole_workshop_survives_a_refresh_and_a_kill_in_every_stage(served, room, keys):
    facilitator, teams = room
    phones = [facilitator, *teams]

    def mishaps(key):
        if key == "predict 0":
            assert "-6" not in teams[0].page.content().replace("−", "-").split("</main>")[0]
        for each in phones:
            each.page.reload()
            each.at(key)
        if key.endswith(" 0"):
            served.kill()
            served.start()
        for each in phones:
            each.at(key)
        wide = teams[0].page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360

    assert play(facilitator, teams, mishaps) == keys


def test_what_was_said_before_the_kills_is_in_the_export(served, room):
    facilitator, _ = room
    origin = "http://" + urlparse(served.address).netloc
    held = json.loads(facilitator.context.request.get(f"{origin}/workshop/export.json").text())
    kinds = [each["action"] for each in held["actions"]]
    assert kinds.count("joined") == 2
    assert kinds.count("reasoned") == 2
    assert kinds.count("moved") == len(positions(load_pack(served.words[0]))) - 1
    assert {"truth", "why", "elsewhere", "board 0", "board 1"} <= set(held["results"])


def test_markup_in_names_and_briefs_is_text(room):
    facilitator, teams = room
    assert facilitator.page.locator(".team-name b").count() == 0
    assert "<b>Rot</b> 赤" in facilitator.page.inner_text("#teams")
    assert teams[0].page.locator("script:not([src])").count() == 1
    assert (
        teams[0].page.evaluate("document.getElementById('brief').innerHTML").count("&lt;script")
        == 1
    )


def test_the_console_is_silent_but_for_the_kills_and_no_request_leaves_the_machine(room):
    facilitator, teams = room
    for each in [facilitator, *teams]:
        said = [text for text in each.said if "ERR_" not in text]
        assert said == []
        assert [url for url in each.asked if not url.startswith("http://127.0.0.1:")] == []


def test_the_debrief_sheet_prints_with_every_team_on_it(served, room):
    facilitator, _ = room
    page = facilitator.context.new_page()
    page.goto("http://" + urlparse(served.address).netloc + "/workshop/debrief")
    assert page.locator(".sheet-page").count() == 2
    assert "Because of 1." in page.inner_text("main")
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", sheets)) == 2
    page.close()


@posix_only
def test_the_server_really_was_killed(served):
    assert served.kills >= 10
    assert served.process.poll() is None
    assert served.last_code == -signal.SIGKILL
