"""Messages name the place, the key and the trouble, all at once."""

from sim.core.errors import CounterpointError, InputError, Problem, ResultsError, ScenarioError

WRONG_KEY = Problem("a.yaml", 12, 5, "contracts.rep.quota", "unknown setting")
EMPTY = Problem("b.yaml", 0, 0, "", "the file is empty")


def test_a_problem_says_file_line_key_and_text():
    assert str(WRONG_KEY) == "a.yaml:12: contracts.rep.quota: unknown setting"


def test_a_problem_of_a_whole_file_has_no_line_and_no_key():
    assert str(EMPTY) == "b.yaml: the file is empty"


def test_all_problems_are_told_together():
    error = ScenarioError([WRONG_KEY, EMPTY])
    assert str(error).splitlines() == [str(WRONG_KEY), str(EMPTY)]
    assert error.problems == [WRONG_KEY, EMPTY]


def test_everything_a_user_can_put_right_is_one_family():
    for kind in (ScenarioError, InputError, ResultsError):
        assert issubclass(kind, CounterpointError)
