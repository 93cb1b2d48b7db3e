"""Who may ask what: strangers, other sites, other names, long and broken messages."""

import pytest

from counterpoint.workshop.guard import BODY, CODE, FREE_GUESSES, Guesses, new_code, new_token
from tests.workshop.conftest import TOKEN

POSTS = (
    "/api/ground", "/api/picture", "/api/twins", "/api/yaml", "/api/watch", "/api/watch/weeks",
    "/api/watch/story",
)  # fmt: skip


def test_the_first_address_gives_a_cookie_that_scripts_cannot_read(stranger):
    answer = stranger.get("/", params={"token": TOKEN}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("path", ["/", "/?token=wrong", "/watch", "/api/choices"])
def test_a_stranger_sees_nothing(stranger, path):
    assert stranger.get(path).status_code == 403


@pytest.mark.parametrize("path", POSTS)
def test_a_stranger_steers_nothing(stranger, path):
    assert stranger.post(path, json={"base": "siloed_metrics"}).status_code == 403


def test_another_name_for_this_machine_is_refused(facilitator):
    assert facilitator.get("/", headers={"Host": "evil.example:8137"}).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_a_post_from_another_page_is_refused(facilitator, origin):
    answer = facilitator.post("/api/ground", json={}, headers={"Origin": origin})
    assert answer.status_code == 403


def test_a_message_that_is_no_json_is_refused(facilitator):
    headers = {"Content-Type": "text/plain"}
    assert facilitator.post("/api/ground", content="{}", headers=headers).status_code == 415


def test_a_long_message_is_refused(facilitator):
    headers = {"Content-Type": "application/json"}
    long = b'"' + b"x" * BODY + b'"'
    assert facilitator.post("/api/ground", content=long, headers=headers).status_code == 413


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"3", b'{"plans": 1}', b'{"plans": [null]}', b"[" * 60_000, b"\xff"]
)
def test_a_malformed_message_harms_nobody(facilitator, path, text):
    headers = {"Content-Type": "application/json"}
    answer = facilitator.post(path, content=text, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["problem"]
    assert facilitator.get("/api/choices").status_code == 200


def test_everything_from_elsewhere_is_forbidden(facilitator):
    policy = facilitator.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_codes_and_secrets_are_not_repeated():
    assert len({new_code() for _ in range(1000)}) == 1000
    assert {len(new_code()) for _ in range(20)} == {CODE}
    assert len(new_token()) >= 32


def test_guessing_codes_is_slowed_down_for_the_one_who_guesses():
    guesses = Guesses()
    for _ in range(FREE_GUESSES):
        assert guesses.wait("a") == 0
        guesses.note("a")
    first = guesses.wait("a")
    guesses.note("a")
    assert guesses.wait("a") > first > 1
    assert guesses.wait("b") == 0
