"""Leads and customers: read line by line, told from a folder, the same of a file and of a run."""

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from click.testing import CliRunner

from analysis.calibration import customers as clients
from analysis.calibration import deals as offers
from analysis.calibration import leads as inbox
from analysis.calibration.books import MEANINGS, Books
from analysis.calibration.crm import OF_DEALS, fit_books, parameters
from analysis.calibration.customers import Customers, customer_summaries
from analysis.calibration.leads import Leads, lead_summaries
from analysis.calibration.ledger import read_all
from counterpoint.cli.main import cli
from sim import run
from sim.core.errors import InputError
from sim.scenario import load_scenario
from tests.calibration.exports import csv_of, rows

SMALL = ("market.accounts=1200", "run.weeks=52", "run.burn_in=26")
START = date(2024, 1, 1)
LEADS = "Handed over,Status,First touch,Opportunity ID\n"
CLIENTS = "Customer since,Churn date\n"


def call(*arguments):
    return CliRunner().invoke(cli, list(arguments), prog_name="counterpoint")


def leads_of(count=60):
    """Return leads of a year: a third sent back, a third worked, half of these a deal."""
    found = []
    for n in range(count):
        day = START + timedelta(days=7 + 6 * n)
        status = ("Rejected", "Working", "New")[n % 3]
        touched = day + timedelta(days=8) if n % 3 == 1 else ""
        deal = f"D{n}" if n % 6 == 1 else ""
        found.append([day, status, touched, deal])
    return found


def folder_of(place, **texts):
    place.mkdir(exist_ok=True)
    for name, text in texts.items():
        (place / f"{name}.csv").write_text(text)
    return place


def export(place, **more):
    """Write a folder of exports whose names say nothing."""
    texts = {"a": csv_of(rows()), "b": LEADS + csv_of(leads_of(), head="")[1:],
             "c": CLIENTS + 10 * "2022-01-03,\n2022-06-06,2024-07-01\n2024-02-05,\n"}  # fmt: skip
    return folder_of(place, **(texts | more))


def test_a_folder_is_sorted_out_by_headings_whatever_files_are_called(tmp_path):
    history = "Deal ID,From Stage,To Stage,Date\n1,New,Proposal,2024-01-01\n"
    found = read_all(export(tmp_path / "x", d=history, e="week,leads\n1,2\n"))
    assert found.file.name == "a.csv"
    assert {kind: each.file.name for kind, each in found.besides.items()} == {
        "leads": "b.csv", "customers": "c.csv",
    }  # fmt: skip
    assert [file.name for file in found.folder.stages] == ["d.csv"]
    assert [file.name for file in found.folder.others] == ["e.csv"]


def test_what_became_of_leads_is_counted_as_by_hand(tmp_path):
    leads = read_all(export(tmp_path / "x")).books.leads
    found = lead_summaries(leads)
    assert len(leads) == 60
    assert (~np.isnan(leads.rejected)).sum() == 20
    assert (~np.isnan(leads.worked)).sum() == 20
    assert (~np.isnan(leads.converted)).sum() == 10
    assert found["lead_worked"] == pytest.approx(np.log(20.5 / 40.5))
    assert found["lead_deals"] == pytest.approx(np.log(10.5 / 50.5))
    assert found["lead_response"] == pytest.approx(np.log1p(1.0), abs=0.15)
    assert set(leads.told) == set(inbox.LEAD_SUMMARIES) - {"lead_accepted"}


def test_every_line_ends_as_read_refused_or_ignored(tmp_path):
    spoiled = [*leads_of(), ["2019-01-01", "New", "", ""], ["", "New", "", ""],
               ["soon", "New", "", ""], [date(2024, 5, 6), "Perhaps", "", ""]]  # fmt: skip
    text = LEADS + csv_of(spoiled, head="")[1:]
    lines = read_all(export(tmp_path / "x", b=text)).besides["leads"].lines
    assert lines.counts == (60, 2, 3)
    assert sum(lines.counts) == lines.total == 65
    assert lines.refused == {"no date of hand-over that can be read": [64],
                             "a status that is not known": [65]}  # fmt: skip


def test_churn_counts_those_who_are_due(tmp_path):
    found = Customers(
        np.array([-100.0, -60.0, -20.0, 90.0]), np.array([np.nan, 30.0, 10.0, np.nan]), 104.0
    )
    left, years = found.due
    assert left == 1
    assert years == pytest.approx((104.0 + 30.0) / 52.0)
    assert found.early == 1
    assert found.at_start == 3
    assert customer_summaries(found)["churn"] == pytest.approx(np.log(1.5 / (134.0 / 52.0 + 0.5)))


def test_terms_that_follow_each_other_are_one_customer(tmp_path):
    text = (
        "Customer since,Churn date,Customer ID\n2022-01-03,2023-01-02,7\n"
        "2023-01-09,2024-06-03,7\n2022-01-03,2022-12-05,8\n2024-05-06,,8\n"
    )
    text += "".join(f"2023-05-08,,{n}\n" for n in range(20, 30))  # fmt: skip
    found = read_all(export(tmp_path / "x", c=text)).besides["customers"]
    assert found.used == 12
    assert found.lines.ignored["left before the first deal"] == [4]
    assert found.customers.due[0] == 1


def test_leads_that_begin_later_are_compared_in_the_same_weeks(tmp_path):
    late = [row for row in leads_of() if row[0] >= START + timedelta(days=145)]
    leads = read_all(export(tmp_path / "x", b=LEADS + csv_of(late, head="")[1:])).books.leads
    assert leads.first == 20.0
    books = Books(offers.Deals(*(np.empty(0),) * 6, 104.0), leads)
    whole = replace(leads, handed_over=np.arange(len(leads)) * 2.0, first=0.0, end=104.0)
    assert books.leads_of(whole).handed_over.min() >= 20.0


def test_what_has_no_date_is_not_told_at_a_cut():
    nothing = np.full(2, np.nan)
    leads = Leads(np.array([1.0, 30.0]), nothing, np.array([2.0, 31.0]), nothing,
                  np.array([np.inf, np.nan]), tuple(inbox.LEAD_SUMMARIES), 0.0, 40.0)  # fmt: skip
    early = inbox.known_at(leads, 20)
    assert len(early) == 1
    assert early.end == 20.0
    assert "lead_deals" not in early.told
    assert "lead_worked" in early.told


@pytest.mark.compiled
def test_a_file_of_a_run_says_what_the_run_says(tmp_path):
    small = [part for text in SMALL for part in ("--set", text)]
    out = tmp_path / "r"
    assert call("run", "siloed_metrics", *small, "--seed", "7", "--out", str(out)).exit_code == 0
    books = read_all(out).books
    history = run(load_scenario("siloed_metrics", overrides=SMALL), 7)
    mine = books.of_run(history)
    assert books.told == tuple(MEANINGS)
    assert np.array_equal(books.statistics(books.told), mine.statistics(books.told))
    assert clients.of_run(history).at_start == books.customers.at_start


@pytest.mark.compiled
def test_each_table_brings_the_parameters_it_speaks_to():
    firm = load_scenario("siloed_metrics", overrides=SMALL)
    history = run(firm, 900)
    deals, leads = offers.of_run(history), inbox.of_run(history)
    customers = clients.of_run(history)
    assert parameters(Books(deals)) == OF_DEALS
    assert parameters(Books(deals, replace(leads, told=("leads",))))[-1] == "scoring.handling_hours"
    fit = fit_books(firm, Books(deals, leads, customers), runs=256)
    by_key = {item.key: item for item in fit.found}
    assert by_key["triage.refusal"].width < 0.6
    assert by_key["scoring.handling_hours"].width < 0.6
    assert by_key["delivery.churn_odds"].width < 1.0
    begun = [clients.of_run(run(fit.scenario, 5, replicate)).at_start for replicate in range(6)]
    assert np.mean(begun) == pytest.approx(customers.at_start, rel=0.25)
    once = firm.with_values({"delivery.recurring": 0.0})
    with pytest.raises(InputError, match="sells once"):
        fit_books(once, Books(deals, None, customers), runs=128)
    few = firm.with_values({"market.accounts": 20})
    with pytest.raises(InputError, match="among 20 firms that could buy"):
        fit_books(few, Books(deals, None, customers), runs=128)


def test_wrong_tables_are_refused_with_the_next_step(tmp_path):
    place = export(tmp_path / "x")
    deals, history = str(place / "a.csv"), str(place / "d.csv")
    (place / "d.csv").write_text("x\n")
    stages = call("calibrate", deals, "--stages", history)
    assert stages.exit_code == 2
    assert "a run has none" in stages.stderr
    both = call("calibrate", deals, "--leads", "400")
    assert both.exit_code == 2
    assert "--leads FILE" in both.stderr
    alone = call("calibrate", "--leads", str(place / "b.csv"))
    assert alone.exit_code == 2
    assert "give DATA" in alone.stderr
    column = call("calibrate", deals, "--column", "leads.handed=x")
    assert "leads.handed=x: is not FIELD=HEADING; did you mean handed_over?" in column.stderr
    (place / "e.csv").write_text((place / "b.csv").read_text())
    twice = call("calibrate", str(place), "--only-read", "--out", str(tmp_path / "o.yaml"))
    assert twice.exit_code == 2
    assert "several files look like leads: b.csv, e.csv; name the one: --leads" in twice.stderr
    same = call("calibrate", deals, "--leads", deals, "--only-read")
    assert "has the headings of opportunities, not of leads" in same.stderr
    (place / "f.csv").write_text(LEADS + "2024-03-04,New,,\n")
    few = call("calibrate", deals, "--leads", str(place / "f.csv"), "--only-read",
               "--out", str(tmp_path / "o.yaml"))  # fmt: skip
    assert "1 of 1 leads can be used, too few to say anything; a fit takes 30" in few.stderr
    words = LEADS + "2024-03-04,Zzz,,\n2024-03-11,Yyy,,\n"
    (place / "w.csv").write_text(words)
    unknown = call("calibrate", deals, "--leads", str(place / "w.csv"), "--only-read",
                   "--out", str(tmp_path / "o.yaml"))  # fmt: skip
    assert unknown.exit_code == 2
    assert '--outcome "leads.Zzz=rejected"' in unknown.stderr


def test_a_guess_is_a_mapping_for_all_tables(tmp_path, monkeypatch):
    place = export(tmp_path / "x")
    strange = csv_of(rows(), head="Begun,Done,How,Worth,Who")
    (place / "a.csv").write_text(strange)
    result = call("calibrate", str(place), "--guess")
    assert result.exit_code == 0, result.output
    (tmp_path / "mine.yaml").write_text(result.stdout)
    monkeypatch.chdir(tmp_path)
    read = call("calibrate", "x", "--mapping", "mine.yaml", "--only-read", "--json")
    assert read.exit_code == 0, read.output
    tables = json.loads(read.stdout)["tables"]
    assert set(tables) == {"leads", "customers"}
    assert tables["leads"]["lines"]["read"] == 60
