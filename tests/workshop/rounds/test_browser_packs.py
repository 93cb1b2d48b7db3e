"""Every shipped pack end to end in the browser, with who comes late, leaves, or has no mouse."""

import shutil

import pytest

from counterpoint.workshop.rounds.pack import shipped_packs
from counterpoint.workshop.rounds.pack_file import load_pack
from counterpoint.workshop.rounds.stages import positions
from tests.workshop import browser
from tests.workshop.bots import Facilitator, Team, play

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def quick(name, folder):
    """A shipped pack with few firms, in a folder of its own."""
    shutil.copytree(shipped_packs()[name], folder)
    path = folder / "pack.yaml"
    text = path.read_text(encoding="utf-8")
    assert "replicates: 100" in text
    path.write_text(text.replace("replicates: 100", "replicates: 10"), encoding="utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as started:
        yield started


@pytest.mark.parametrize("name", shipped_packs())
def test_a_pack_is_played_to_its_end_while_teams_come_and_go(chromium, tmp_path, name):
    pack = quick(name, tmp_path / name)
    with browser.Server(pack, "--room", str(tmp_path / "room.sqlite"), log=tmp_path) as server:
        facilitator = Facilitator(chromium, 1280, scheme="dark")
        facilitator.open(server.address)
        blue, gone = Team(chromium, 360), Team(chromium, 360)
        red = Team(chromium, 390, scheme="dark")
        for team, called in ((blue, "Blue"), (red, "Red"), (gone, "Gone")):
            team.join(server.address, facilitator.code, called)
        late = Team(chromium, 360)

        def look(key):
            if key == "predict 0":
                assert facilitator.page.inner_text("#next") == "Bring along the slowest"
                leave(facilitator, "Gone")
                gone.page.wait_for_selector("text=Your team plays no more")
                facilitator.page.wait_for_selector("#next:text-is('Next: Talk')")
            if key == "reveal 0":
                late.join(server.address, facilitator.code, "Late")
                late.at(key)
            phones = [facilitator, blue, red]
            assert [wide(each) for each in phones[1:]] == [360, 390]
            if browser.AXE.is_file():
                assert [browser.findings(each.page) for each in phones] == [[], [], []]

        keys = play(facilitator, [blue, red], look)
        assert keys == [each.key for each in positions(load_pack(pack))]
        assert all(not each.said for each in (facilitator, blue, red, late))
        for each in (facilitator, blue, red, gone, late):
            each.context.close()


def wide(phone):
    return phone.page.evaluate("document.documentElement.scrollWidth")


def leave(facilitator, name):
    facilitator.page.click(f"[aria-label='Change {name}']")
    facilitator.page.click("#remove-do")
    facilitator.page.wait_for_selector(f"[aria-label='Change {name}']", state="detached")


def test_the_keyboard_is_enough(chromium, tmp_path):
    pack = quick("siloed_or_shared", tmp_path / "pack")
    with browser.Server(pack, "--room", str(tmp_path / "room.sqlite"), log=tmp_path) as server:
        facilitator, blue = Facilitator(chromium, 1280), Team(chromium, 360)
        facilitator.open(server.address)
        blue.join(server.address, facilitator.code, "Blue")
        onwards(facilitator, "predict 0")
        blue.at("predict 0")
        blue.predict_with_keys("No mouse here.")
        blue.page.reload()
        blue.at("predict 0")
        assert blue.page.input_value("#reason") == "No mouse here."
        assert (
            blue.page.inner_text(".range-said >> nth=0").replace("\xa0", " ") == "From −1 % to 0 %."
        )
        onwards(facilitator, "redesign 0")
        blue.at("redesign 0")
        for name in ("scheme-0", "pay-rep", "share-rep"):
            blue.tab_to(name)
            blue.page.keyboard.press("ArrowDown" if name != "pay-rep" else "Space")
        blue.tab_to("done")
        blue.page.keyboard.press("Enter")
        blue.page.wait_for_selector("#view[data-done=yes]")
        blue.page.reload()
        blue.at("redesign 0")
        assert blue.page.is_checked("#scheme-1")
        assert blue.page.input_value("#share-rep") == "45"


def onwards(facilitator, key):
    """Go on with the keyboard alone until a position."""
    while (before := facilitator.stage) != key:
        facilitator.page.wait_for_selector("#next:not([disabled])")
        facilitator.tab_to("next")
        facilitator.page.keyboard.press("Enter")
        facilitator.page.wait_for_selector(f"#view[data-stage]:not([data-stage='{before}'])")
