"""Every story ends as it says."""

import pytest

from tests.cases.stories import ACTS, differences, stories, told
from tests.mechanisms.harness import plain_python

STORIES = stories()


@pytest.fixture(autouse=True, scope="module")
def rooms_in_plain_python():
    with plain_python():
        yield


@pytest.mark.parametrize("story", STORIES, ids=[story["story"] for story in STORIES])
def test_story(story):
    assert differences(told(story), story["expected"]) == []


def test_every_act_has_a_story_and_every_story_a_name_of_its_own():
    assert {story["act"] for story in STORIES} == set(ACTS)
    assert len({story["story"] for story in STORIES}) == len(STORIES)


def test_a_story_that_ends_otherwise_is_noticed():
    story = STORIES[0]
    wrong = [{"rejected_week": 11, "rejected_reason": "low_value"}]
    assert len(differences(told(story), {"leads": wrong})) == 2
