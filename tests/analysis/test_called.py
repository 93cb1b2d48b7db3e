"""What people call schemes: titles in sentences, names where a user types them."""

from analysis import compare
from analysis.comparison import answer, headline
from analysis.words.called import plainly, quoted, scheme, titled
from tests.analysis.builder import Named, invented

OWN = Named("siloed_metrics", title="Each on own numbers")
BARE = Named("our_pay", effect=0.15)


def runner(scenario, seed, replicate):
    return invented(scenario, seed, replicate)


def test_two_schemes_of_one_title_are_told_apart_by_their_names():
    twin = Named("copy", title=OWN.title)
    assert plainly([OWN, twin]) == {
        "siloed_metrics": "Each on own numbers (siloed_metrics)",
        "copy": "Each on own numbers (copy)",
    }


def test_a_title_stands_in_quotation_marks_and_a_name_without_one_as_it_is():
    assert quoted([OWN, BARE]) == {
        "siloed_metrics": "“Each on own numbers”",
        "our_pay": "our_pay",
    }
    assert scheme("null_model") == "“Nobody reacts to pay”"
    assert scheme("“Nobody reacts to pay”") == "“Nobody reacts to pay”"


def test_sentences_say_titles_and_tables_keep_names():
    result = compare([OWN, BARE], replicates=12, runner=runner, workers=1)
    told = titled(result)
    said = [
        *answer.sentences(result),
        *headline.pairing(result),
        *(line.sentence for line in headline.lines(told)),
    ]
    assert not [text for text in said if "siloed_metrics" in text]
    assert all("“Each on own numbers”" in text for text in headline.pairing(result))
    assert set(result.differences["baseline"]) == {"siloed_metrics"}
    assert titled(told) is told
    assert answer.sentences(told) == answer.sentences(result)


def test_a_name_that_is_also_a_word_is_changed_only_where_it_is_a_name():
    better = Named("better", title="Shared pay", effect=0.3)
    result = compare([OWN, better], replicates=30, runner=runner, workers=1)
    lines = headline.lines(titled(result))
    assert not [line.sentence for line in lines if "under better" in line.sentence]
    assert [line.sentence for line in lines if ", better in " in line.sentence]
