"""Ready mappings read what vendors export; others are named, written or guessed."""

import pytest

from analysis.calibration.guess import guess
from analysis.calibration.mappings import fold, mapping, shipped, words
from analysis.calibration.reading import read
from analysis.calibration.specs import OPPORTUNITIES
from analysis.calibration.table import How
from sim.core.errors import InputError, ScenarioError
from tests.calibration.exports import csv_of, reading, rows

EXPORTS = {
    "salesforce report": (
        "salesforce",
        (
            "Opportunity Owner,Account Name,Opportunity Name,Stage,Amount Currency,Amount,"
            "Probability (%),Age,Close Date,Created Date,Next Step,Lead Source,Type\n"
            "Ann,Acme,One,Closed Won,EUR,1000.50,100,14,19/01/2026,05/01/2026,,Web,New\n"
            "Bob,Beta,Two,Closed Lost,EUR,500,0,49,02/03/2026,12/01/2026,,Web,New\n"
            "Ann,Ceta,Six,Needs Analysis,EUR,700,20,3,30/06/2026,02/02/2026,,Web,New\n"
        ),
    ),
    "salesforce interface": (
        "salesforce",
        (
            "Id,IsDeleted,AccountId,Name,StageName,Amount,CloseDate,IsClosed,IsWon,OwnerId,"
            "CreatedDate\n"
            "006a,false,1,One,Signed,1000.50,2026-01-19,true,true,005a,2026-01-05T09:00:00.000Z\n"
            "006b,false,2,Two,Gone,500,2026-03-02,true,false,005b,2026-01-12T09:00:00.000Z\n"
            "006c,false,3,Six,Talking,700,2026-06-30,false,false,005a,2026-02-02T09:00:00.000Z\n"
        ),
    ),
    "hubspot labels": (
        "hubspot",
        (
            "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Create Date,Pipeline\n"
            "1,One,Closed won,2026-01-19 10:00,Ann,1000.50,2026-01-05 09:30,Sales\n"
            "2,Two,Closed lost,2026-03-02 10:00,Bob,500,2026-01-12 09:30,Sales\n"
            "3,Six,Appointment scheduled,2026-02-28 10:00,Ann,700,2026-02-02 09:30,Sales\n"
        ),
    ),
    "hubspot internal": (
        "hubspot",
        (
            "hs_object_id,dealname,dealstage,closedate,hubspot_owner_id,amount,createdate,"
            "hs_is_closed_won,hs_is_closed\n"
            "1,One,81723,2026-01-19T10:00:00Z,7,1000.50,2026-01-05T09:30:00Z,true,true\n"
            "2,Two,closedlost,2026-03-02T10:00:00Z,8,500,2026-01-12T09:30:00Z,false,true\n"
            "3,Six,contractsent,2026-02-28T10:00:00Z,7,700,2026-02-02T09:30:00Z,false,false\n"
        ),
    ),
    "dynamics labels": (
        "dynamics",
        (
            "(Do Not Modify) Opportunity,Topic,Status,Created On,Est. Close Date,Actual Close Date,"
            "Est. Revenue,Actual Revenue,Owner,Currency\n"
            "a,One,Won,1/5/2026 9:00 AM,1/31/2026,1/19/2026,900,1000.50,Ann,Euro\n"
            "b,Two,Lost,1/12/2026 9:00 AM,1/31/2026,3/2/2026,500,0,Bob,Euro\n"
            "c,Six,Open,2/2/2026 9:00 AM,6/30/2026,,700,,Ann,Euro\n"
        ),
    ),
    "dynamics interface": (
        "dynamics",
        (
            "opportunityid,name,statecode,createdon,actualclosedate,estimatedvalue,actualvalue,ownerid\n"
            "a,One,1,2026-01-05T09:00:00Z,2026-01-19,900,1000.50,o1\n"
            "b,Two,2,2026-01-12T09:00:00Z,2026-03-02,500,,o2\n"
            "c,Six,0,2026-02-02T09:00:00Z,,700,,o1\n"
        ),
    ),
    "pipedrive": (
        "pipedrive",
        (
            "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Owner,"
            "Deal - Status,Deal - Stage,Deal - Deal created,Deal - Won time,Deal - Lost time,"
            "Deal - Deal closed on,Deal - Expected close date\n"
            "1,One,1000.50,EUR,Ann,Won,Talk,2026-01-05 09:00:00,2026-01-19 10:00:00,,"
            "2026-01-19 10:00:00,\n"
            "2,Two,500,EUR,Bob,Lost,Talk,2026-01-12 09:00:00,,2026-03-02 10:00:00,"
            "2026-03-02 10:00:00,\n"
            "3,Six,700,EUR,Ann,Open,Talk,2026-02-02 09:00:00,,,,2026-06-30\n"
        ),
    ),
    "maven": (
        "maven",
        (
            "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
            "A,Ann,GTX,Acme,Won,2026-01-05,2026-01-19,1000.50\n"
            "B,Bob,GTX,Beta,Lost,2026-01-12,2026-03-02,0\n"
            "C,Ann,GTX,Ceta,Engaging,2026-02-02,,\n"
        ),
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_known_by_its_headings_and_read(tmp_path, name):
    vendor, text = EXPORTS[name]
    found = reading(tmp_path, text)
    assert found.mapping == vendor
    deals = found.deals
    assert deals.created.tolist() == [0.0, 1.0, 4.0]
    assert deals.closed[:2].tolist() == [2.0, 8.0]
    assert deals.is_won.tolist() == [True, False, False]
    assert deals.is_lost.tolist() == [False, True, False]
    assert deals.amount[0] == 1000.5
    assert deals.owner.tolist() == [0, 1, 0]
    again = read(tmp_path / "deals.csv", How(mapping=mapping(vendor)))
    assert again.headings == found.headings


def test_each_mapping_names_its_source_and_known_fields():
    assert set(shipped()) == {
        "counterpoint", "salesforce", "hubspot", "dynamics", "pipedrive", "maven", "plain",
    }  # fmt: skip
    for each in shipped().values():
        assert each.title
        assert each.source
        assert set(each.columns) <= set(OPPORTUNITIES.fields)
    assert {len(each) > 10 for each in words().values()} == {True}


@pytest.mark.parametrize(
    ("head", "won", "lost", "still"),
    [
        ("Angelegt am,Abschlussdatum,Phase,Betrag,Besitzer", "Gewonnen", "Verloren", "Offen"),
        ("Date de cr\u00e9ation,Date de cl\u00f4ture,\u00c9tape,Montant,Propri\u00e9taire",
         "Ferm\u00e9e gagn\u00e9e", "PERDU", "En cours"),
        ("Fecha de creaci\u00f3n,Fecha de cierre,Etapa,Importe,Propietario",
         "Cerrada ganada", "Perdida", "Abierta"),
        ("Data creazione,Data chiusura,Fase,Importo,Proprietario", "Vinta", "Persa", "Aperta"),
        ("Data de cria\u00e7\u00e3o,Data de fechamento,Etapa,Valor,Respons\u00e1vel",
         "Ganho", "Perdido", "Em andamento"),
        ("Opened,Closed,Result,Value,Salesperson", "6 - Won", "Lost", "in progress"),
    ],
)  # fmt: skip
def test_six_languages_are_read(tmp_path, head, won, lost, still):
    text = f"{head}\n2026-01-05,2026-01-19,{won},1,Ann\n2026-01-12,2026-03-02,{lost},1,Bob\n"
    deals = reading(tmp_path, f"{text}2026-02-02,,{still},1,Ann\n").deals
    assert (deals.is_won.tolist(), deals.is_lost.tolist()) == (
        [True, False, False], [False, True, False],
    )  # fmt: skip


def test_no_word_means_two_things():
    for each in (words(), *(item.words for item in shipped().values())):
        folded = [
            fold(word)
            for kind in OPPORTUNITIES.kinds
            for word in set(map(fold, each.get(kind, ())))
        ]
        assert len(set(folded)) == len(folded)


def test_a_mapping_of_ones_own_is_checked_with_lines(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("columns:\n  creatd: Begun\n  closed: Done\nwonn: [Signed]\n")
    with pytest.raises(ScenarioError) as caught:
        mapping(str(path))
    said = str(caught.value)
    assert (
        "mine.yaml:2: columns.creatd: is no field of opportunities; did you mean created?" in said
    )
    assert "mine.yaml:4: wonn: belongs to no mapping; did you mean won?" in said
    with pytest.raises(InputError, match=r"--mapping salesforc: .*did you mean salesforce\?"):
        mapping("salesforc")


HEADS = {
    "plain": "Begun,Done,How it went,Worth,Who",
    "odd": "A,B,C,D,E",
    "misleading": "Close Date,Created,Owner,Stage,Amount",
}


@pytest.mark.parametrize("name", HEADS)
def test_a_mapping_is_guessed_from_content_and_reads_the_file(tmp_path, name):
    table = [[n + 1, *row, f"Customer {n}"] for n, row in enumerate(rows(300))]
    text = csv_of(table, head=f"Number,{HEADS[name]},Customer")
    (tmp_path / "x.csv").write_text(text)
    (tmp_path / "mine.yaml").write_text(guess(tmp_path / "x.csv", How()))
    found = read(tmp_path / "x.csv", How(mapping=mapping(str(tmp_path / "mine.yaml"))))
    plain = reading(tmp_path, csv_of(rows(300)))
    assert found.deals.created.tolist() == plain.deals.created.tolist()
    assert found.deals.is_won.tolist() == plain.deals.is_won.tolist()
    assert found.deals.owner.tolist() == plain.deals.owner.tolist()


def test_a_guess_says_what_it_did_not_find_and_no_name(tmp_path):
    table = [[row[0], "Contract signed" if row[2] == "open" else row[2], row[4]]
             for row in rows(100)]  # fmt: skip
    (tmp_path / "x.csv").write_text(csv_of(table, head="Begun,State,Who"))
    said = guess(tmp_path / "x.csv", How())
    assert "# closed: nothing looks like it; write the heading here" in said
    assert '# not known: "Contract signed": add each to won, lost or open' in said
    assert "Person" not in said
    (tmp_path / "z.csv").write_text("".join((tmp_path / "x.csv").read_text().split("\n", 1)[1]))
    with pytest.raises(InputError, match=r"z.csv:1: headings are missing"):
        guess(tmp_path / "z.csv", How())
    (tmp_path / "y.csv").write_text("a,b\nx,y\nz,w\nu,v\n")
    with pytest.raises(InputError, match=r"nothing in it looks like .* is it the table"):
        guess(tmp_path / "y.csv", How())
