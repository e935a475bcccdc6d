"""Marks tell where a name is from, and leave no trace."""

from __future__ import annotations

import pytest

from scoring.core.guards import list_marks, list_marks_in, mark_name, take_marks


def test_a_mark_goes_where_the_name_goes_and_comes_out_whole() -> None:
    sentence = f"{mark_name('Night Crew', 7)} made 12 commits, {mark_name('Ada', 31)} one."
    assert list_marks(sentence) == {7, 31}
    assert take_marks(sentence) == "Night Crew made 12 commits, Ada one."


def test_evidence_is_searched_to_its_last_text() -> None:
    evidence = [{"says": "By team", "numbers": [{"name": mark_name("Night Crew", 7), "value": 3.0, "ref": ""}]}]
    assert list_marks_in(evidence) == {7}
    assert take_marks(evidence) == [{"says": "By team", "numbers": [{"name": "Night Crew", "value": 3.0, "ref": ""}]}]


@pytest.mark.parametrize("text", ["", "Night Crew", "7", "\U000f0b1c7", "\U000f0b1cx\U000f0b1d"])
def test_what_is_no_mark_is_left_alone(text: str) -> None:
    assert (list_marks(text), take_marks(text)) == (frozenset(), text)


def test_no_name_stays_none() -> None:
    """Then another name is shown in its place."""
    assert mark_name("", 7) == ""
