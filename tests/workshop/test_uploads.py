"""Files added in the browser: few, small, plainly named, checked as on the command line."""

import base64

import pytest
from starlette.testclient import TestClient

from counterpoint.workshop import adding
from counterpoint.workshop.desk import Desk
from counterpoint.workshop.guard import ADDED, BODY
from counterpoint.workshop.rounds import console
from counterpoint.workshop.rounds.host import Host
from counterpoint.workshop.rounds.pack import shipped_packs
from counterpoint.workshop.rounds.pack_file import load_pack
from counterpoint.workshop.server import build_app
from counterpoint.workshop.uploads import MOST_BYTES, MOST_FILES, MOST_SETS, Uploads
from sim import load_scenario
from sim.core.errors import InputError, ScenarioError
from tests.workshop.conftest import BASES, HOST
from tests.workshop.rounds.conftest import PACK, write_pack

OURS = """\
schema_version: 1
name: ours
extends: siloed_metrics
contracts:
  rep: {own_revenue: 0.4, close_rate: 0.6}
"""
TEXTS = {"pack.yaml": PACK, "brief.md": "Why?", "surprise.md": "Ask."}


def sent(files):
    return {
        "files": {
            name: base64.b64encode(
                text if isinstance(text, bytes) else text.encode()
            ).decode()
            for name, text in files.items()
        }
    }  # fmt: skip


@pytest.fixture
def uploads(tmp_path):
    packs = {name: name for name in shipped_packs()}
    return Uploads(tmp_path / "added", dict(BASES), packs)


def kept(uploads):
    return [path.name for path in uploads.folder.rglob("*") if path.is_file()]


def test_a_scenario_file_becomes_a_scheme_with_the_numbers_of_the_command_line(uploads, tmp_path):
    given = tmp_path / "ours.yaml"
    given.write_text(OURS, encoding="utf-8")
    assert uploads.scenarios(sent({"ours.yaml": OURS})) == {"added": ["ours"]}
    assert load_scenario(uploads.bases["ours"]).hash == load_scenario(given).hash


def test_a_file_that_another_extends_comes_with_it(uploads):
    above = OURS.replace("siloed_metrics", "ours.yaml").replace(
        "rep: {own_revenue: 0.4, close_rate: 0.6}", "marketer: {shared_revenue: 1}"
    )
    added = uploads.scenarios(sent({"ours.yaml": OURS, "theirs.yaml": above}))
    assert added == {"added": ["ours", "theirs"]}
    assert load_scenario(uploads.bases["theirs"]).values["contracts"]["rep"]["close_rate"] == 0.6


def test_every_problem_of_every_file_is_told_with_its_line_and_nothing_is_kept(uploads):
    files = {
        "first.yaml": OURS.replace("own_revenue", "own_revenu"),
        "second.yaml": OURS + "market: {reps: many}\n",
        "siloed_metrics.yaml": OURS,
        "notes.md": "x",
        "old.yaml": b"schema_version: 1\n# caf\xe9\n",
    }
    with pytest.raises(ScenarioError) as error:
        uploads.scenarios(sent(files))
    told = str(error.value)
    assert "first.yaml:5: contracts.rep.own_revenu:" in told
    assert "second.yaml:6: market.reps:" in told
    assert "siloed_metrics.yaml: a scheme is called so already" in told
    assert "notes.md: this is no scenario file" in told
    assert "old.yaml:2: the file is not UTF-8" in told
    assert str(uploads.folder) not in told
    assert kept(uploads) == []
    assert uploads.bases == BASES


@pytest.mark.parametrize("name", [
    "../ours.yaml", "/etc/ours.yaml", "a/b.yaml", "a\\b.yaml", ".hidden.yaml", "ours.yaml\n", "",
    "ours.py", "ours", "CON:.yaml", "x" * 300 + ".yaml", "nul\0.yaml", "<b>.yaml", "..yaml",
])  # fmt: skip
def test_names_that_are_not_plain_are_refused(uploads, name):
    with pytest.raises(InputError, match="names end in"):
        uploads.scenarios(sent({name: OURS}))
    assert kept(uploads) == []


@pytest.mark.parametrize(
    "raw",
    [{}, {"files": []}, {"files": {}}, {"files": {"a.yaml": 3}}, {"files": {"a.yaml": "no!"}},
     {"files": {"a.yaml": "é"}}, {"files": {"a.yaml": None}}],
)  # fmt: skip
def test_what_is_no_file_is_refused(uploads, raw):
    with pytest.raises(InputError):
        uploads.scenarios(raw)
    assert kept(uploads) == []


def test_two_files_that_differ_by_capitals_are_refused(uploads):
    with pytest.raises(InputError, match="only by capital letters"):
        uploads.scenarios(sent({"ours.yaml": OURS, "Ours.yaml": OURS}))


def test_too_many_files_and_too_much_in_them_are_refused(uploads):
    with pytest.raises(InputError, match=f"at most {MOST_FILES}"):
        uploads.scenarios(sent({f"{number}.yaml": "" for number in range(MOST_FILES + 1)}))
    with pytest.raises(InputError, match="more than 1,000 kB"):
        uploads.scenarios(sent({"ours.yaml": b"#" * (MOST_BYTES + 1)}))
    with pytest.raises(ScenarioError, match="at most 256000 are read"):
        uploads.scenarios(sent({"ours.yaml": OURS.encode() + b"#" * 300_000}))


def test_a_folder_that_cannot_be_written_is_told(uploads):
    uploads.folder.write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="added/scenarios"):
        uploads.scenarios(sent({"ours.yaml": OURS}))


def test_a_full_folder_is_told(uploads):
    for number in range(MOST_SETS):
        (uploads.folder / "scenarios" / f"{number}").mkdir(parents=True)
    with pytest.raises(InputError, match="delete some"):
        uploads.scenarios(sent({"ours.yaml": OURS}))


@pytest.mark.parametrize("name", ["/etc/passwd", "../../secret.yaml", "secret.yaml"])
def test_no_file_outside_of_the_set_is_read(uploads, tmp_path, monkeypatch, name):
    (tmp_path / "secret.yaml").write_text("a secret: 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError) as error:
        uploads.scenarios(sent({"ours.yaml": OURS.replace("siloed_metrics", name)}))
    assert "ours.yaml:3: extends:" in str(error.value)
    pack = PACK.replace("scenario: siloed_metrics", f"scenario: {name}")
    with pytest.raises(ScenarioError) as error:
        uploads.pack(sent({**TEXTS, "pack.yaml": pack}))
    assert "a secret" not in str(error.value)
    assert "pack.yaml:4: schemes.scenario: neither a scenario file" in str(error.value)


def test_a_pack_is_offered_under_its_title_also_after_a_new_start(uploads):
    assert uploads.pack(sent(TEXTS)) == {"pack": "a_test"}
    assert load_pack(uploads.packs["a_test"]).brief == "Why?"
    uploads.pack(sent({**TEXTS, "brief.md": "Why, again?"}))
    again = Uploads(uploads.folder, dict(BASES), {})
    assert load_pack(again.packs["a_test"]).brief == "Why, again?"


def test_what_is_no_longer_right_is_not_offered_after_a_new_start(uploads):
    uploads.pack(sent(TEXTS))
    uploads.scenarios(sent({"ours.yaml": OURS}))
    for path in uploads.folder.rglob("*.yaml"):
        path.write_text("schema_version: 7\n", encoding="utf-8")
    again = Uploads(uploads.folder, dict(BASES), {})
    assert again.packs == {}
    assert again.bases == BASES


def test_a_pack_takes_no_shipped_packs_name(uploads):
    title = load_pack("siloed_or_shared").title
    files = {**TEXTS, "pack.yaml": PACK.replace("A test", f'"{title}"')}
    assert uploads.pack(sent(files)) == {"pack": "siloed_or_shared_added"}
    assert uploads.packs["siloed_or_shared"] == "siloed_or_shared"


def test_the_problems_of_a_pack_and_of_its_scenario_are_told_together(uploads):
    pack = PACK.replace("siloed_metrics", "ours.yaml").replace("budget: 3", "budget: much")
    with pytest.raises(ScenarioError) as error:
        uploads.pack(sent({**TEXTS, "pack.yaml": pack, "ours.yaml": OURS + "kind: nonsense\n"}))
    told = str(error.value)
    assert "pack.yaml:10: budget:" in told
    assert "ours.yaml:6: kind:" in told
    assert str(uploads.folder) not in told
    with pytest.raises(InputError, match=r"pack\.yaml is missing"):
        uploads.pack(sent({"brief.md": "x"}))


@pytest.fixture
def browser(tmp_path, farm, uploads):
    host = Host(tmp_path / "room.sqlite", farm, f"http://{HOST}", uploads.packs)
    more = [*console.routes(host), *adding.routes(uploads, host, host.token)]
    app = build_app(Desk(farm, uploads.bases, list(BASES)[:2]), host.token, [HOST], more)
    with TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"}) as made:
        made.host = host
        yield made
    host.close()


@pytest.mark.parametrize("path", ["/api/add", "/workshop/add"])
def test_only_the_facilitator_adds_files_and_only_so_many_bytes(browser, path):
    files = sent({"ours.yaml": OURS})
    assert browser.post(path, json=files).status_code == 403
    browser.get("/", params={"token": browser.host.token})
    long = {"files": {"a.yaml": "A" * ADDED}}
    assert browser.post(path, json=long).status_code == 413
    within = {"files": {"a.yaml": "A" * (BODY * 4)}}
    assert browser.post(path, json=within).status_code == 400
    assert browser.post("/api/ground", json=within).status_code == 413


def test_no_pack_is_added_while_a_workshop_is_open(browser, tmp_path):
    browser.get("/", params={"token": browser.host.token})
    browser.host.packs["mine"] = str(write_pack(tmp_path / "mine"))
    browser.host.open("mine")
    answer = browser.post("/workshop/add", json=sent(TEXTS))
    assert answer.json() == {"problem": "a workshop is open; put it away first"}


def test_a_pack_that_cannot_be_read_any_more_stops_no_other_from_being_picked(browser, uploads):
    browser.get("/", params={"token": browser.host.token})
    browser.post("/workshop/add", json=sent(TEXTS))
    (next(uploads.folder.rglob("pack.yaml"))).unlink()
    shown = browser.get("/workshop").text
    assert "Siloed or shared?" in shown
    assert 'id="pack-a_test"' not in shown
