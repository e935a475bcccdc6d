"""The registry refuses what is no check, and the docs say what the checks say."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from scoring.core.registry import HEADINGS, SUBJECT_KINDS, BrokenCheckError, get_checks, get_windows, read_check
from scoring.core.scorecards import SCORECARDS

DOC = """Owner is fine.

What it checks
    That it is fine.

    At length::

        owner: fine
Why it matters
    Because.
How to fix
    Mend it.
Known limits
    None.
"""


def module(name: str = "owner_is_fine", doc: str = DOC, **attributes: object) -> ModuleType:
    made = ModuleType(f"somewhere.{name}", doc)
    for key, value in ({"judge": lambda _: [], "SUBJECTS": ("component",)} | attributes).items():
        setattr(made, key, value)
    return made


def test_a_file_becomes_a_check() -> None:
    check = read_check(module(WINDOW_DAYS=90))
    assert (check.id, check.title, check.subjects, check.windows) == (
        "owner-is-fine",
        "Owner is fine.",
        ("component",),
        (90,),
    )
    assert list(check.texts) == list(HEADINGS)
    assert check.texts["What it checks"] == "That it is fine.\n\nAt length::\n\n    owner: fine"


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_missing_heading_is_refused_by_name(heading: str) -> None:
    with pytest.raises(BrokenCheckError, match=f'somewhere.owner_is_fine: .* nothing under "{heading}"'):
        read_check(module(doc=DOC.replace(heading, "Something else")))


def test_a_heading_with_nothing_under_it_is_refused() -> None:
    with pytest.raises(BrokenCheckError, match='nothing under "Known limits"'):
        read_check(module(doc=DOC.replace("    None.\n", "")))


@pytest.mark.parametrize("doc", ["", "Owner is fine\n" + DOC])
def test_the_docstring_begins_with_a_sentence(doc: str) -> None:
    with pytest.raises(BrokenCheckError, match="must begin with a sentence"):
        read_check(module(doc=doc))


@pytest.mark.parametrize("attributes", [{"judge": None}, {"SUBJECTS": ()}, {"SUBJECTS": ("widget",)}])
def test_what_judges_nothing_is_refused(attributes: dict[str, Any]) -> None:
    with pytest.raises(BrokenCheckError, match=r"judge|SUBJECTS"):
        read_check(module(**attributes))


@pytest.mark.parametrize("name", ["owner", "Owner_is", "owner__is", "_owner_is"])
def test_a_name_that_is_no_statement_is_refused(name: str) -> None:
    with pytest.raises(BrokenCheckError, match="is a statement"):
        read_check(module(name))


def test_ids_once_published_stay() -> None:
    published = {
        "claims-agree",
        "owner-does-the-work",
        "owner-is-declared",
        "owner-is-known-team",
        "owner-team-is-alive",
        "repository-is-claimed",
    }
    assert published <= get_checks().keys()


def test_windows_are_those_of_the_checks() -> None:
    assert get_windows() == tuple(sorted({window for check in get_checks().values() for window in check.windows}))
    assert 180 in get_windows()


def test_every_subject_is_of_a_known_kind() -> None:
    assert all(set(check.subjects) <= SUBJECT_KINDS for check in get_checks().values())


def test_scorecards_weigh_checks_that_exist_and_judge_components() -> None:
    for card in SCORECARDS.values():
        for weight in card.weights:
            assert "component" in get_checks()[weight.check_id].subjects
