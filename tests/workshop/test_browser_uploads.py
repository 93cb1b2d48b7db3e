"""Scenario files and packs added in a real Chromium, right ones and hostile ones."""

import pytest

from counterpoint.workshop.uploads import MOST_BYTES
from tests.workshop import browser
from tests.workshop.rounds.conftest import PACK
from tests.workshop.test_uploads import OURS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE = 240_000
OURS_ONLY = OURS.encode()
OUTSIDE = OURS_ONLY.replace(b"siloed_metrics", b"/etc/passwd")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    words = ("siloed_metrics", "shared_revenue", "--room", str(folder / "room.sqlite"))
    with browser.served(*words, log=folder) as address, browser.chromium() as chromium:
        opened = browser.listened(chromium, PATIENCE)
        opened.goto(address)
        opened.wait_for_selector("#sure[data-shown]")
        yield opened


def files(**texts):
    return [
        {"name": name.replace("__", "."), "mimeType": "text/plain", "buffer": text}
        for name, text in texts.items()
    ]


def refused(page, where, chosen):
    page.set_input_files(where, chosen)
    problem = "#own-problem" if where == "#own" else "#problem"
    page.wait_for_selector(f"{problem}:not([hidden])")
    return page.inner_text(problem)


def test_a_scenario_file_becomes_a_third_scheme_on_the_page(page):
    page.set_input_files("#own", files(ours__yaml=OURS_ONLY))
    page.wait_for_selector("[data-card='2']")
    assert page.locator("[data-card='2'] select").first.input_value() == "ours"
    page.wait_for_selector("#answers .number span:text-is('C · Ours')")
    page.reload()
    page.wait_for_selector("[data-card='2']")
    assert page.locator("[data-card='2'] select").first.input_value() == "ours"


def test_problems_of_scenario_files_are_shown_with_file_and_line(page):
    wrong = OURS_ONLY.replace(b"own_revenue", b"own_revenu")
    told = refused(page, "#own", files(first__yaml=wrong, second__yaml=OURS_ONLY + b"reps: 3\n"))
    assert "first.yaml:5: contracts.rep.own_revenu:" in told
    assert "second.yaml:6: reps:" in told
    page.set_input_files("#own", files(better__yaml=OURS_ONLY))
    page.wait_for_selector("#own-problem", state="hidden")


HOSTILE = {
    "markup": (files(ours__yaml=b"<img src=x onerror=alert(1)>: 1\n"), "ours.yaml:1"),
    "bomb": (files(ours__yaml=b"a: &a [1]\nb: [*a, *a]\n"), "anchors"),
    "deep": (files(ours__yaml=b"a: " + b"[" * 5000), "ours.yaml"),
    "binary": (files(ours__yaml=bytes(range(256))), "ours.yaml"),
    "empty": (files(ours__yaml=b""), "the file is empty"),
    "another's": (files(ours__yaml=OUTSIDE), "leads out"),
    "name": (files(**{"<b>x</b>__yaml": OURS_ONLY}), "names end in"),
    "large": (files(ours__yaml=b"#" * (MOST_BYTES + 1)), "more than 1 MB"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused_in_words_and_the_page_goes_on(page, kind):
    chosen, words = HOSTILE[kind]
    assert words in refused(page, "#own", chosen)
    assert page.locator("#own-problem *").count() == 0
    page.set_input_files("#own", files(**{f"fine_{len(kind)}__yaml": OURS_ONLY}))
    page.wait_for_selector("#own-problem", state="hidden")


def test_a_pack_is_added_picked_and_opened(page):
    page.goto(page.url.split("#")[0] + "workshop")
    pack = PACK.replace("siloed_metrics", "ours.yaml").replace("A test", '"<i>Ours</i>?"')
    brief = b"**Why?** <script>alert(1)</script>"
    chosen = {"brief__md": brief, "surprise__md": b"Ask.", "ours__yaml": OURS_ONLY}
    told = refused(page, "#files", files(pack__yaml=b"schema_version: 1\nbudget: much\n", **chosen))
    assert "pack.yaml:2: budget:" in told
    assert "pack.yaml: schemes:" in told
    assert "pack.yaml is missing" in refused(page, "#files", files(**chosen))
    assert browser.findings(page) == []
    page.set_input_files("#files", files(pack__yaml=pack.encode(), **chosen))
    page.wait_for_selector("#pack-i_ours_i")
    assert page.locator("h2 i").count() == 0
    page.click("#pack-i_ours_i button")
    page.wait_for_selector("#view[data-stage='lobby 0']")
    assert "<i>Ours</i>?" in page.inner_text("header")


def test_the_console_is_silent_but_for_refusals_and_no_request_leaves_the_machine(page):
    said = [text for text in page.said if "400 (Bad Request)" not in text]
    assert said == []
    assert [url for url in page.asked if not url.startswith("http://127.0.0.1:")] == []
