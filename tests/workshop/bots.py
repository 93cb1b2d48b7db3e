"""Bots that play a workshop in the browser, as a facilitator and as teams would."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

PATIENCE = 240_000
HOLES = re.compile(r"null|undefined|NaN|\[object")
"""What a page says where a number or a part is missing."""


class Watched:
    """A browser's page that remembers what its console said and what it asked for."""

    def __init__(self, chromium: Any, wide: int, tall: int = 780, scheme: str = "light") -> None:
        self.context = chromium.new_context(
            viewport={"width": wide, "height": tall}, color_scheme=scheme
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    @classmethod
    def within(cls, frame: Any) -> Any:
        """Return one that sits in a frame of another's page."""
        made = cls.__new__(cls)
        made.page = frame
        return made

    def at(self, key: str) -> None:
        """Wait until the page shows a position."""
        self.page.wait_for_selector(f"#view[data-stage='{key}']")

    @property
    def stage(self) -> str:
        return str(self.page.get_attribute("#view", "data-stage") or "")

    def tab_to(self, name: str) -> None:
        """Press Tab until something has the focus."""
        for _ in range(80):
            if self.page.evaluate("document.activeElement.id") == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {name}")


class Facilitator(Watched):
    """Opens the console and goes on."""

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_selector("#view[data-stage]")

    @property
    def code(self) -> str:
        return self.page.inner_text("#code-small")

    def next(self) -> str:
        """Go one position on; return the key of the new one."""
        before = self.stage
        self.page.wait_for_selector("#next:not([disabled])")
        self.page.click("#next")
        self.page.wait_for_selector(f"#view[data-stage]:not([data-stage='{before}'])")
        return self.stage


class Team(Watched):
    """A phone."""

    def join(self, address: str, code: str, name: str) -> None:
        origin = re.match(r"http://[^/]+", address)
        assert origin is not None
        self.page.goto(f"{origin.group(0)}/join?code={code}")
        self.page.fill("#name", name)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector("#view[data-stage]")

    def predict(self, low: int, high: int, why: str) -> None:
        """Answer every question, the first scheme ahead."""
        questions = self.page.locator("[id^=low-]").count()
        for place in range(questions):
            self.page.check(f"#lead-{place}-0")
            self.slide(f"#low-{place}", low)
            self.slide(f"#high-{place}", high)
        self.page.fill("#reason", why)
        self.page.click("#done")
        self.page.wait_for_selector("#view[data-done=yes]")

    def predict_with_keys(self, why: str) -> None:
        """Answer every question with the keyboard alone."""
        keys = self.page.keyboard
        for place in range(self.page.locator("[id^=low-]").count()):
            self.tab_to(f"lead-{place}-0")
            keys.press("Space")
            self.tab_to(f"low-{place}")
            keys.press("ArrowLeft")
            self.tab_to(f"high-{place}")
            keys.press("ArrowRight")
        self.tab_to("reason")
        keys.type(why)
        self.tab_to("done")
        keys.press("Enter")
        self.page.wait_for_selector("#view[data-done=yes]")

    def judge(self, fact: str, value: str) -> None:
        """Hold one number of the firm card for right, and name another for one."""
        self.page.click("#right-won")
        self.page.wait_for_selector("#right-won[aria-pressed=true]")
        self.page.fill(f"#fact-{fact}", value)
        self.finish()

    def play_quarter(self, number: int, quarter: int) -> None:
        """Play marketing or sales, and decide one thing in the first quarter."""
        if quarter == 0:
            role, choice = (("sales", "discount-none"), ("marketing", "bar-high"))[number % 2]
            self.page.check(f"#role-{role}")
            self.page.wait_for_selector(f"#{choice}")
            self.page.check(f"#{choice}")
        else:
            self.page.wait_for_selector("#view .inbox")
        self.finish()

    def guess(self, place: int) -> None:
        """Guess a cause; −1 says unknown."""
        self.page.check(f"#guess-{place}")
        self.finish()

    def mark(self, share: float) -> None:
        """Drag to a place on the assumption, as a share of its range."""
        low, high = (float(self.page.get_attribute("#mark", end) or 0) for end in ("min", "max"))
        self.slide("#mark", low + share * (high - low))
        self.finish()

    def pilot(self, words: str) -> None:
        """Fill in the card for Monday."""
        for field in self.page.locator("[id^=pilot-]").all():
            field.fill(words)
        self.finish()

    def finish(self) -> None:
        """Say that the team is done."""
        self.page.click("#done")
        self.page.wait_for_selector("#view[data-done=yes]")

    def slide(self, selector: str, value: float) -> None:
        """Move a slider as a person does, who holds it: nothing is redrawn meanwhile."""
        self.page.focus(selector)
        self.page.eval_on_selector(
            selector,
            "(node, value) => { node.value = value; node.dispatchEvent(new Event('input'));"
            " node.dispatchEvent(new Event('change')); }",
            value,
        )

    def redesign(self, scheme: int, practices: int) -> None:
        """Choose a scheme, change the salespeople's pay and buy practices while points last."""
        self.page.check(f"#scheme-{scheme}")
        self.page.check("#pay-rep")
        for place in range(practices):
            box = self.page.locator("[id^=practice-]").nth(place)
            if box.is_enabled():
                box.check()
        self.page.click("#done")
        self.page.wait_for_selector("#view[data-done=yes]")


def play(
    facilitator: Facilitator, teams: list[Team], look: Callable[[str], None] = lambda _: None
) -> list[str]:
    """Play from the lobby to the debrief; `look` is called at every position. Return the keys."""
    seen = [facilitator.stage]
    look(seen[-1])
    while facilitator.page.locator("#next:not([hidden])").count():
        key = facilitator.next()
        seen.append(key)
        for number, team in enumerate(teams):
            team.at(key)
            if key == "locked 0":
                kept = team.page.locator("#view .own-bet").all_inner_texts()
                wanted = f"−{5 + number}\N{NO-BREAK SPACE}% to +{5 + number}\N{NO-BREAK SPACE}%"
                assert {text.split("; ")[1] for text in kept} == {wanted}, kept
            act(team, number, key)
        see(facilitator, key)
        for shown in (facilitator, *teams):
            assert not HOLES.search(shown.page.inner_text("#view")), (key, "a hole is shown")
        look(key)
    return seen


def act(team: Team, number: int, key: str) -> None:
    """Do what a stage asks of a team."""
    if key == "firm 0":
        team.judge("cycle", f"{9 + number}")
    if key == "predict 0":
        team.predict(-5 - number, 5 + number, f"Because of {number}.")
    if key.startswith("play"):
        team.play_quarter(number, int(key.split()[1]))
    if key == "guess 0":
        team.guess(number - 1)
    if key.startswith("redesign"):
        team.redesign(number % 2, 1 + number)
    if key == "flip 0":
        team.mark(0.25 + 0.5 * (number % 2))
    if key == "monday 0":
        team.pilot(f"Pilot {number}")


def see(facilitator: Facilitator, key: str) -> None:
    """Wait until the beamer shows what a stage is for."""
    page = facilitator.page
    if key == "locked 0":
        assert page.locator(".histogram").count() >= 1
    if key == "year 0":
        page.wait_for_selector(".both .inbox")
    if key == "why 0":
        page.locator(".freeze").first.click()
        assert "frozen:" in page.inner_text("#frozen")
    if key.startswith("board"):
        page.wait_for_selector(".board li")
    if key == "curve 0":
        before = page.inner_text("#probe-said")
        page.focus("#probe")
        page.press("#probe", "End")
        assert page.inner_text("#probe-said") != before
        assert page.locator(".team-mark").count() >= 2
        page.click("#pick-1")
        page.wait_for_selector("#pick-1[aria-pressed=true]")
    if key == "monday 0":
        page.wait_for_selector("text=Pilot 1")
