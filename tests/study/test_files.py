"""Study files: every problem at once, with its place and a way out."""

import numpy as np
import pytest

from analysis.measures import MEASURES
from analysis.parameters.parameter import Parameter
from analysis.parameters.ranges import ranged
from analysis.study.design_file import runs
from analysis.study.loading import load_study_file
from analysis.study.study_file import Design
from sim.core.errors import ScenarioError
from sim.scenario import declared
from sim.scenario.shipped import studies

HEAD = """\
schema_version: 1
name: x
schemes: [siloed_metrics]
"""
DESIGN = "design: {kind: sobol, points: 4}\n"
DRIFT = "parameters:\n  needs.drift: declared\n"


@pytest.fixture
def load(tmp_path):
    def loaded(text):
        path = tmp_path / "study.yaml"
        path.write_text(text, encoding="utf-8")
        return load_study_file(path)

    return loaded


@pytest.fixture
def refused(load, tmp_path):
    """Load a bad file; return its problems as `line: key: text`."""

    def problems(text):
        with pytest.raises(ScenarioError) as caught:
            load(text)
        return [f"{item.line}: {item.key}: {item.text}" for item in caught.value.problems]

    return problems


def parameter(load, text):
    return load(f"{HEAD}{DESIGN}parameters:\n  {text}\n").parameters[0]


def test_what_is_left_out_has_the_usual_values(load):
    study = load(HEAD + DESIGN + DRIFT)
    assert study.markets == ("mid_market",)
    assert (study.replicates, study.seed) == (10, 1)
    assert study.measures == tuple(MEASURES)
    assert study.design == Design("sobol", points=4, seed=1)
    assert runs(study) == 4 * 10


def test_bounds_default_to_the_declared_ones(load):
    known = declared.flat()["needs.drift"]
    whole = parameter(load, "needs.drift: declared")
    assert (whole.distribution, whole.low, whole.high) == ("uniform", *known.sweep)
    half = parameter(load, "needs.drift: {low: 0.1}")
    assert (half.low, half.high) == (0.1, known.sweep[1])
    normal = parameter(load, "needs.drift: {distribution: normal, mean: 0.1, sd: 0.05}")
    assert (normal.low, normal.high) == (known.low, known.high)


def test_a_setting_that_takes_words_varies_over_all_of_them(load):
    owner = parameter(load, "organisation.budget_owner: declared")
    assert owner.values == declared.flat()["organisation.budget_owner"].choices
    two = parameter(load, "organisation.budget_owner: {values: [cmo, cso]}")
    assert [two.at(u) for u in (0.0, 0.49, 0.5, 1.0)] == ["cmo", "cmo", "cso", "cso"]


def test_all_means_every_setting_that_declares_a_range(load):
    study = load(HEAD + DESIGN + "parameters: all\n")
    keys = {item.key for item in study.parameters}
    assert keys == set(ranged())
    with_range = {key for key, item in declared.flat().items() if item.sweep is not None}
    assert with_range - keys == {"run.weeks", "run.burn_in", "planning.brand_share"}


def test_files_beside_the_study_are_found(load, tmp_path):
    (tmp_path / "ours.yaml").write_text(
        "schema_version: 1\nname: ours\nkind: scheme\nextends: siloed_metrics\n"
    )
    study = load(
        "schema_version: 1\nname: x\nschemes: [ours.yaml, shared_revenue]\n" + DESIGN + DRIFT
    )
    assert study.schemes == (str(tmp_path / "ours.yaml"), "shared_revenue")


@pytest.mark.parametrize("name", studies())
def test_shipped_studies_are_fine(name):
    study = load_study_file(name)
    assert study.name == name
    assert study.description
    assert load_study_file(f"studies/{name}.yaml") == study


def test_the_shipped_environments_are_at_least_a_hundred():
    study = load_study_file("environments")
    assert study.design.points * len(study.markets) >= 100


def test_all_problems_are_named_at_once(refused):
    assert refused(
        "schema_version: 2\nnam: x\nname: a b\nschemes: [siloed_metrcs, shared_revenue]\n"
        "markets: enterprise\nset: {run.weeks: 5300, needs.drif: 0.1, trust.gain: 0.03}\n"
        "design: {kind: sobl, point: 3}\nparameters:\n  needs.drift: {low: 0.5, high: 0.1}\n"
        "  drift: declared\n  trust.gain: declared\nreplicates: 0\nmeasures: [trus]\n"
    ) == [
        "1: schema_version: must be 1, the version this program reads, not 2",
        "2: nam: unknown setting; did you mean name?",
        (
            "3: name: must be 1 to 60 letters (a-z), digits, dots, dashes or underscores, "
            "not the text 'a b'"
        ),
        "4: schemes: no shipped scenario is called 'siloed_metrcs'; did you mean siloed_metrics?",
        "5: markets: must be a list of names, as [a, b], not the text 'enterprise'",
        "6: set.run.weeks: 5300 is out of bounds; allowed: a whole number from 1 to 5200 (weeks)",
        "6: set.needs.drif: unknown setting; did you mean needs.drift?",
        "6: set.trust.gain: is fixed here and varied under parameters; keep one of the two",
        (
            "7: design.kind: must be one of grid, latin_hypercube, sobol, morris, saltelli, "
            "not the text 'sobl'; did you mean sobol?"
        ),
        "7: design.point: unknown setting; did you mean points?",
        "7: design.points: is missing; a sobol design needs it",
        "9: needs.drift: low, 0.5, must lie below high, 0.1",
        "10: drift: unknown setting; did you mean needs.drift?",
        "12: replicates: 0 is out of bounds; allowed: a whole number from 1 to 1000000",
        "13: measures: unknown measure trus; did you mean trust?",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("needs: {low: 1}", "6: needs: holds settings of its own; name them one by one"),
        ("market.segments: declared", "is a list; only single numbers and words can vary"),
        ("run.before: declared", "is a name; only numbers and words from a list can vary"),
        ("trust.gain: 0.03", "must say how it varies, not 0.03; write `declared`, {low"),
        ("trust.gain: [0, 1]", "must say how it varies, not a list"),
        ("trust.gain: {low: .nan}", "numbers must be finite"),
        ("trust.gain: {low: -1}", "-1 is out of bounds; allowed: a number from"),
        ("trust.gain: {hgh: 1}", "trust.gain.hgh: unknown; did you mean high?"),
        ("trust.gain: {values: [0.1]}", "must be a list of 2 to 1000 values"),
        ("trust.gain: {values: [0.1, 0.1]}", "0.1 is given twice"),
        ("trust.gain: {values: [0.1, 0.2], low: 0}", "a values distribution takes values, not low"),
        ("trust.gain: {mode: 0.1}", "a uniform distribution takes low, high, not mode"),
        ("trust.gain: {distribution: normal}", "needs mean and sd"),
        ("trust.gain: {distribution: triangular, low: 0.01, high: 0.02, mode: 0.5}", "mode, 0.5,"),
        ("trust.gain: {distribution: log_uniform, low: 0}", "needs low above 0, not 0"),
        ("trust.gain: {distribution: beta}", "must be one of uniform, log_uniform"),
        ("trust.gain: {distribution: normal, mean: 0.9, sd: 0}", "sd must be above 0"),
        ("market.reps: {values: [2, 2.5]}", "must be a whole number from 1 to 200"),
        ("organisation.budget_owner: {low: 0}", "give {values: [...]} or `declared`"),
        ("organisation.budget_owner: {values: [cmo, ceoo]}", "did you mean ceo?"),
        ("trust.gain: declared\n  trust.gain: declared", "duplicate key"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(refused, text, problem):
    found = refused(f"{HEAD}{DESIGN}parameters:\n  {text}\n")
    assert any(problem in line for line in found), found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{kind: grid, points: 3}", "a grid design takes levels, not points"),
        ("{kind: saltelli, points: 100}", "must be a power of 2 for this design; write 64 or 128"),
        ("{kind: morris, points: 4, levels: 5}", "must be even for a morris design; write 6"),
        ("{kind: sobol, points: 4, second_order: true}", "takes points, seed, not second_order"),
        ("{kind: saltelli, points: 4, second_order: 1}", "is true or false, not 1"),
        ("{kind: grid, levels: 10000}", "makes 100,000,000 points; at most 10,000,000"),
        ("sobol", "must hold settings of its own"),
        ("[1]", "must hold settings of its own"),
    ],
)
def test_a_design_that_makes_no_sense_is_refused(refused, text, problem):
    two = "parameters:\n  needs.drift: declared\n  trust.gain: declared\n"
    found = refused(f"{HEAD}design: {text}\n{two}")
    assert any(problem in line for line in found), found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the file is empty; a study begins with schema_version"),
        ("a: 1\n---\nb: 2\n", "a second document begins here; a file holds one study"),
        ("- a\n", "a study is a mapping, lines of the form key: value"),
        ("a: [1\n", "not valid YAML"),
        ("a: &x 1\n", "anchors"),
        (HEAD, "design: is missing; a study gives name, schemes, design, parameters"),
        (HEAD + DESIGN + "parameters: {}\n", "must be `all` or settings"),
        (HEAD + DESIGN + "parameters: some\n", "must be `all` or settings"),
        (HEAD.replace("[siloed_metrics]", "[]") + DESIGN + DRIFT, "is empty; give at least one"),
        (HEAD.replace("[siloed_metrics]", "[enterprise]") + DESIGN + DRIFT, "this is a market"),
        (HEAD.replace("[siloed_metrics]", "[1]") + DESIGN + DRIFT, "must hold names, not 1"),
        (HEAD + DESIGN + DRIFT + "set: [a]\n", "must hold settings by dotted key"),
        (HEAD + DESIGN + DRIFT + "set: {needs: {drift: 1}}\n", "takes single settings"),
        (HEAD + DESIGN + DRIFT + "measures: []\n", "is empty; give at least one"),
        (HEAD + DESIGN + DRIFT + "markets: [enterprise, markets/enterprise.yaml]\n", "two markets"),
        (HEAD + DESIGN + DRIFT + "seed: -1\n", "out of bounds"),
        (HEAD + DESIGN + DRIFT + "with: [velocity]\n", "this is a market, but --with"),
    ],
)
def test_hostile_files_get_messages(refused, text, problem):
    found = refused(text)
    assert any(problem in line for line in found), found


def test_an_unknown_market_is_named_once_in_its_own_line(refused):
    two = "schema_version: 1\nname: x\nschemes: [siloed_metrics, shared_revenue]\n"
    missing = "no shipped scenario is called 'mid_markt'; did you mean mid_market?"
    for markets in ("[mid_markt]", "[velocity, mid_markt]", "[mid_markt, velocity]"):
        text = f"{two}{DESIGN}markets: {markets}\n{DRIFT}"
        assert refused(text) == [f"5: markets: {missing}"], markets


def test_every_scenario_of_a_study_that_is_wrong_has_its_own_line(refused, tmp_path):
    (tmp_path / "ours.yaml").write_text("schema_version: 1\nkind: scheme\n", encoding="utf-8")
    found = refused(
        "schema_version: 1\nname: x\nschemes:\n  - siloed_metrics\n  - ours.yaml\n"
        "markets: [mid_market, shared_revenue]\nwith: [nul_model]\n" + DESIGN + DRIFT
    )
    assert [line.split(": ", 2)[:2] for line in found] == [
        ["5", "schemes"], ["6", "markets"], ["7", "with"],
    ]  # fmt: skip
    assert "ours.yaml: name: is missing" in found[0]
    assert "this is a scheme" in found[1]
    assert "did you mean null_model?" in found[2]


def test_large_bounds_are_written_out(refused):
    value = "scoring.deal_value: {low: 30000000, high: 20000000}"
    (found,) = refused(f"{HEAD}{DESIGN}parameters:\n  {value}\n")
    assert "30000000, must lie below high, 20000000" in found


def test_a_file_that_is_not_there_gets_the_nearest_name(tmp_path):
    (tmp_path / "pay.yaml").write_text("")
    with pytest.raises(ScenarioError, match=r"no such file; did you mean .*pay\.yaml\?"):
        load_study_file(tmp_path / "pya.yaml")
    with pytest.raises(ScenarioError, match=r"no shipped study .*did you mean smoke\?"):
        load_study_file("smok")


# worked out by hand from the inverse of each distribution function
@pytest.mark.parametrize(
    ("item", "u", "value"),
    [
        (Parameter("k", "uniform", 2.0, 6.0), 0.25, 3.0),
        (Parameter("k", "log_uniform", 1.0, 100.0), 0.5, 10.0),
        (Parameter("k", "triangular", 0.0, 1.0, mode=0.5), 0.125, 0.25),
        (Parameter("k", "triangular", 0.0, 1.0, mode=0.5), 0.875, 0.75),
        (Parameter("k", "triangular", 0.0, 1.0, mode=0.0), 0.75, 0.5),
        (Parameter("k", "normal", 0.0, 1.0, mean=0.5, sd=0.1), 0.5, 0.5),
        (Parameter("k", "normal", 0.0, 9.0, mean=0.0, sd=1.0), 0.6826894921370859, 1.0),
        (Parameter("k", "uniform", 2, 5, integer=True), 0.24, 2),
        (Parameter("k", "uniform", 2, 5, integer=True), 0.26, 3),
        (Parameter("k", "uniform", 2, 5, integer=True), 1.0, 5),
        (Parameter("k", "log_uniform", 1, 100, integer=True), 0.5, 10),
        (Parameter("k", "values", values=(1, 2, 4)), 0.4, 2),
    ],
)
def test_distributions_are_inverted(item, u, value):
    assert item.at(u) == pytest.approx(value, abs=1e-12)
    assert item.at([u, u]).tolist() == pytest.approx([value, value], abs=1e-12)


@pytest.mark.parametrize("kind", [float, np.float64, np.asarray])
def test_one_place_among_words_gives_the_word_itself(kind):
    owner = Parameter("organisation.budget_owner", "values", values=("cmo", "cso"))
    mixed = Parameter("k", "values", values=("none", 3))
    assert [type(owner.at(kind(u))) for u in (0.2, 0.8)] == [str, str]
    assert [owner.at(kind(u)) for u in (0.2, 0.8)] == ["cmo", "cso"]
    assert [mixed.at(kind(u)) for u in (0.2, 0.8)] == ["none", 3]


def test_parameters_of_the_same_facts_are_equal_whatever_is_not_stated():
    one, other = (Parameter("needs.drift", "uniform", 0.0, 0.2) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != Parameter("needs.drift", "uniform", 0.0, 0.3)
