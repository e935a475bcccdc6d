"""A result that says something drifted shows where, and says what to do."""

from __future__ import annotations

import pytest

from teams.core.teamapi.drift.facts import list_names
from teams.core.teamapi.drift.results import DriftResult, LineShown, NumberShown, Outcome, RefShown


@pytest.mark.parametrize("remedy", ["", "Do this."])
def test_nothing_to_look_at_is_refused(remedy: str) -> None:
    with pytest.raises(ValueError, match="something to look at"):
        DriftResult(Outcome.DRIFTED, "group:default/a", "It drifted.", remedy=remedy)


def test_no_remedy_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a remedy"):
        DriftResult(Outcome.DRIFTED, "group:default/a", "It drifted.", lines=(LineShown("group:default/a", 1, "says"),))


def test_a_line_a_ref_or_a_number_is_enough() -> None:
    assert DriftResult(Outcome.DRIFTED, "a", "It drifted.", "", "Do.", (LineShown("a", 1, "says"),))
    assert DriftResult(Outcome.DRIFTED, "a", "It drifted.", "", "Do.", refs=(RefShown("a", "says"),))
    assert DriftResult(Outcome.DRIFTED, "a", "It drifted.", "", "Do.", numbers=(NumberShown("days", 3),))


@pytest.mark.parametrize(
    ("names", "told"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_names_in_a_sentence(names: list[str], told: str) -> None:
    assert list_names(names) == told
