"""What a report says in its subject and its first sentence, and how it shows texts of others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.core.reports.build import build_report
from scoring.core.reports.state import ORGANISATION, ScopeState
from scoring.core.reports.words import (
    clean_text,
    count_things,
    drop_template_lines,
    say_change,
    say_headline,
    say_subject,
)
from tests.scoring.core.reports.samples import (
    LAST_WEEK,
    NOW,
    TOPICS,
    finding,
    resolution,
    resting,
    scores,
    state,
    unknown,
)

OWNS = {"scores": (scores(90),)}
CASES: list[tuple[ScopeState, ScopeState | None, str, str]] = [
    (state(**OWNS), None, "nothing to do", "There is nothing to do this week."),
    (
        state(unknown=(unknown(),), **OWNS),
        None,
        "not everything could be looked at",
        "Nothing was found that needs doing, but not everything could be looked at.",
    ),
    (state(finding(1)), None, "1 finding open", "1 finding is open."),
    (state(finding(1)), state(), "1 finding open, 1 new", "1 finding is open, and it is new."),
    (
        state(finding(1), finding(2), resolved=(resolution(3),)),
        state(finding(1), finding(3)),
        "2 findings open, 1 new, 1 resolved",
        "2 findings are open, 1 of them new; 1 was resolved.",
    ),
    (
        state(exempted=(resting(1, NOW.date()),)),
        None,
        "1 exemption ending soon",
        "Nothing is open, but 1 exemption will end soon.",
    ),
]


@pytest.mark.parametrize(("current", "previous", "subject", "headline"), CASES, ids=[case[2] for case in CASES])
def test_subject_and_headline(current: ScopeState, previous: ScopeState | None, subject: str, headline: str) -> None:
    before = replace(previous, as_of=LAST_WEEK) if previous else None
    report = build_report(before, current, TOPICS)
    assert say_subject(report, "2026-W11") == f"Shop, week 11: {subject}"
    assert say_headline(report) == headline


def test_the_organisation_is_called_ownership() -> None:
    report = build_report(None, state(finding(1), scope=ORGANISATION), TOPICS)
    assert say_subject(report, "2026-W11") == "Ownership, week 11: 1 finding open"


def test_a_name_cannot_end_the_subject_or_grow_it() -> None:
    name = "Shop\r\nBcc: all@example.org\x1b[2J\u202e" + "x" * 500
    subject = say_subject(build_report(None, state(name=name), TOPICS), "2026-W11")
    assert subject.startswith("Shop Bcc: all@example.org [2J x")
    assert len(subject) == 150


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain", "plain"),
        ("two\nlines\tand  blanks ", "two lines and blanks"),
        ("\x1b]0;title\x07bell", "]0;title bell"),
        ("left\u202eright\u2066x", "left right x"),
        ("Äpfel für 東京", "Äpfel für 東京"),
    ],
)
def test_texts_of_others_become_one_plain_line(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


def test_a_long_text_ends_with_an_ellipsis() -> None:
    assert clean_text("word " * 10, 12) == "word word w…"


def test_numbers_have_their_nouns() -> None:
    assert [count_things(number, "finding") for number in (0, 1, 2)] == ["no findings", "1 finding", "2 findings"]
    assert [say_change(change) for change in (None, 0, 2, -1)] == ["", "", "2 more", "1 fewer"]


def test_lines_of_tags_go_and_a_tilde_is_an_empty_line() -> None:
    assert drop_template_lines("\n\nHead  \n   \n~\n  1. thing\n\n\n~~\n") == "Head\n\n  1. thing\n~~\n"
