"""Who may ask for what: the facilitator, a team's phone, strangers; and harm done by messages."""

import pytest
from starlette.testclient import TestClient

from counterpoint.workshop.desk import Desk
from counterpoint.workshop.guard import FREE_GUESSES
from counterpoint.workshop.rounds import console
from counterpoint.workshop.rounds.host import Host
from counterpoint.workshop.server import build_app
from sim.core.errors import InputError
from tests.workshop.conftest import BASES, HOST
from tests.workshop.rounds.conftest import walk, write_pack

POSTS = ("open", "put-away", "advance", "more-time", "rename", "remove", "merge", "rehearse")
GETS = ("", "/state", "/events", "/qr.svg", "/debrief", "/export.json", "/export.csv")


class Idle:
    """A farm that never simulates: what it would say is put there by hand."""

    def firms(self, *_):
        raise InputError("not in this test")


@pytest.fixture
def host(tmp_path):
    pack = str(write_pack(tmp_path / "test_pack"))
    made = Host(tmp_path / "room.sqlite", Idle(), f"http://{HOST}", {pack: pack})
    made.open(pack)
    yield made
    made.close()


@pytest.fixture
def visit(host, farm):
    """A new browser, each time it is called."""
    app = build_app(Desk(farm, BASES, list(BASES)[:2]), host.token, [HOST], console.routes(host))
    headers = {"Origin": f"http://{HOST}"}

    def browser():
        return TestClient(app, base_url=f"http://{HOST}", headers=headers)

    return browser


@pytest.fixture
def facilitator(visit, host):
    browser = visit()
    browser.get("/", params={"token": host.token})
    return browser


def phone(visit, host, name):
    browser = visit()
    answer = browser.post("/join", json={"code": host.room.code, "name": name})
    browser.base = f"/t/{answer.json()['seat']}"
    return browser


@pytest.mark.parametrize("path", GETS)
def test_a_phone_or_a_stranger_sees_nothing_of_the_facilitators(visit, host, path):
    assert visit().get(f"/workshop{path}").status_code == 403
    assert phone(visit, host, "Blue").get(f"/workshop{path}").status_code == 403


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("raw", [{}, {"from": 0}, {"facilitator": True, "token": "x"}])
def test_no_message_makes_a_team_the_facilitator(visit, host, path, raw):
    blue = phone(visit, host, "Blue")
    assert blue.post(f"/workshop/{path}", json=raw).status_code == 403
    assert host.room.state.at == 0


def test_the_seats_cookie_cannot_be_read_by_scripts(visit, host):
    answer = visit().post("/join", json={"code": host.room.code, "name": "Blue"})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_phone_acts_for_its_own_team_only(visit, host):
    blue, red = phone(visit, host, "Blue"), phone(visit, host, "Red")
    walk(host.room, "predict")
    assert red.get(f"{blue.base}/state").status_code == 403
    answer = {"question": 0, "lead": 0, "low": 1, "high": 2}
    assert red.post(f"{blue.base}/answer", json=answer).status_code == 403
    assert red.post(f"{red.base}/answer", json={**answer, "team": "team 1"}).status_code == 200
    assert host.room.state.teams["team 1"].answers == {}


def test_a_phone_that_opens_the_code_again_comes_back_to_its_team(visit, host):
    blue = phone(visit, host, "Blue")
    back = blue.get("/join", params={"code": host.room.code}, follow_redirects=False)
    assert back.headers["location"] == blue.base
    assert len(host.room.state.teams) == 1


def test_guessing_the_code_is_slowed_down(visit, host):
    browser = visit()
    for _ in range(FREE_GUESSES):
        browser.post("/join", json={"code": "AAAAAA", "name": "x"})
    told = browser.post("/join", json={"code": host.room.code, "name": "x"})
    assert told.status_code == 400
    assert "too many wrong codes" in told.json()["problem"]


@pytest.mark.parametrize("what", ["answer", "reason", "plan", "done"])
@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"3", b'{"plan": 1}', b'{"question": {}}', b'{"reason": 7}', b"[" * 60_000,
     b'{"question": 0, "low": NaN, "high": 1}', b'{"question": 1e999}', b"\xff"],
)  # fmt: skip
def test_a_malformed_message_harms_nobody(visit, host, what, text):
    blue = phone(visit, host, "Blue")
    walk(host.room, "redesign" if what == "plan" else "predict")
    before = host.room.state.teams["team 1"].answers.copy()
    headers = {"Content-Type": "application/json"}
    answer = blue.post(f"{blue.base}/{what}", content=text, headers=headers)
    assert answer.status_code in (200, 400)
    assert host.room.state.teams["team 1"].answers == before
    assert blue.get(f"{blue.base}/state").status_code == 200


@pytest.mark.parametrize("path", POSTS[2:7])
@pytest.mark.parametrize("raw", [{"team": []}, {"team": {}}, {"seconds": "x"}, {"from": "1"}, {}])
def test_a_malformed_message_of_the_facilitator_is_told_in_words(facilitator, host, path, raw):
    answer = facilitator.post(f"/workshop/{path}", json=raw)
    assert answer.status_code in (200, 400)
    assert host.room.state.at == 0


def test_markup_in_names_and_texts_is_shown_as_text(facilitator, visit, host):
    blue = phone(visit, host, "<script>x</script>")
    for text in (blue.get(blue.base).text, facilitator.get("/workshop").text):
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text
    walk(host.room, "debrief")
    assert "<script>x" not in facilitator.get("/workshop/debrief").text


def test_putting_away_sends_phones_home_and_keeps_the_file(facilitator, visit, host, tmp_path):
    blue = phone(visit, host, "Blue")
    kept = facilitator.post("/workshop/put-away", json={}).json()["kept"]
    assert (tmp_path / kept).is_file()
    assert blue.get(f"{blue.base}/state").status_code == 403
    assert blue.get(blue.base, follow_redirects=False).headers["location"] == "/join?another=1"
    assert "Pick a pack" in facilitator.get("/workshop").text


def test_of_a_rehearsal_nothing_is_kept_and_the_pack_is_open_again(facilitator, host, tmp_path):
    facilitator.post("/workshop/rehearse", json={})
    page = facilitator.get("/rehearse").text
    assert page.count("<iframe") == 3
    seats = host.rehearsal_seats()
    assert all(facilitator.get(f"/t/{seat}/state").status_code == 200 for seat in seats)
    pack = facilitator.post("/workshop/put-away", json={}).json()["pack"]
    assert list(tmp_path.glob("*.sqlite")) == []
    facilitator.post("/workshop/open", json={"pack": pack})
    assert host.room.state.teams == {}
    assert not host.is_rehearsal


def test_one_does_not_rehearse_where_teams_have_joined(facilitator, visit, host):
    phone(visit, host, "Blue")
    assert facilitator.post("/workshop/rehearse", json={}).status_code == 400


def test_the_export_is_csv_and_json(facilitator, visit, host):
    phone(visit, host, "Blue")
    assert "Blue" in facilitator.get("/workshop/export.csv").text
    assert facilitator.get("/workshop/export.json").json()["actions"][0]["action"] == "joined"


def test_the_code_is_a_picture_that_leads_here(facilitator):
    assert facilitator.get("/workshop/qr.svg").headers["content-type"] == "image/svg+xml"


def test_the_facilitators_browser_goes_on_after_a_new_start(host, tmp_path):
    token, code = host.token, host.room.code
    host.close()
    again = Host(tmp_path / "room.sqlite", Idle(), f"http://{HOST}", host.packs)
    assert (again.token, again.room.code) == (token, code)
    again.close()
