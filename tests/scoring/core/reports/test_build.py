"""A report says what is true of two states, and nothing that it cannot know."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from scoring.core.reports.build import LINES_TOLD, SOON, STALE, build_report
from scoring.core.reports.report import Report
from scoring.core.reports.state import OpenGroup, ScopeState
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


def build(current: ScopeState, previous: ScopeState | None = None) -> Report:
    return build_report(replace(previous, as_of=LAST_WEEK) if previous else None, current, TOPICS)


def test_the_first_report_speaks_of_no_week_before() -> None:
    report = build(state(finding(1), resolved=(resolution(9),)))
    assert (report.news, report.since) == (None, None)
    assert not report.first[0].is_new
    assert all(row.change is None for topic in report.topics for row in topic.counts)


def test_what_was_not_open_then_is_new() -> None:
    report = build(state(finding(1), finding(2)), state(finding(1)))
    assert report.news is not None
    assert (report.news.new_count, report.news.resolved_count, report.news.moved_count) == (1, 0, 0)
    assert {action.finding.id: action.is_new for action in report.first} == {1: False, 2: True}


def test_what_stands_above_is_not_told_again() -> None:
    report = build(state(*(finding(id_) for id_ in range(1, 12))), state())
    assert report.news is not None
    above = {action.finding.id for action in report.first}
    told = {each.id for each in report.news.new}
    assert len(told) == LINES_TOLD
    assert not above & told
    assert report.news.new_count == len(above) + len(told) + report.news.new_untold == 11


def test_what_was_resolved_is_told_with_how() -> None:
    report = build(state(resolved=(resolution(1),)), state(finding(1)))
    assert report.news is not None
    assert (report.news.resolved_count, report.news.resolved[0].how, report.news.moved_count) == (1, "Owned.", 0)


def test_what_another_team_has_now_is_not_called_resolved() -> None:
    report = build(state(), state(finding(1)))
    assert report.news is not None
    assert (report.news.resolved_count, report.news.moved_count) == (0, 1)


def test_what_rests_is_neither_resolved_nor_moved() -> None:
    report = build(state(exempted=(resting(1, NOW.date() + timedelta(days=90)),)), state(finding(1)))
    assert report.news is not None
    assert (report.news.resolved_count, report.news.moved_count, report.exempted_count) == (0, 0, 1)


def test_what_no_longer_rests_is_new() -> None:
    before = state(exempted=(resting(1, LAST_WEEK.date()),))
    report = build(state(finding(1)), before)
    assert report.news is not None
    assert report.news.new_count == 1


def test_many_resolved_at_once_are_counted() -> None:
    done = tuple(resolution(id_, sentence="" if id_ > 3 else "It was.") for id_ in range(1, 31))
    report = build(state(resolved=done), state(*(finding(id_) for id_ in range(1, 31))))
    assert report.news is not None
    assert (report.news.resolved_count, len(report.news.resolved), report.news.resolved_untold) == (30, 3, 27)


def test_three_different_things_come_before_three_of_a_kind() -> None:
    same = [finding(id_) for id_ in range(1, 6)]
    others = [finding(10, "claims-agree"), finding(11, "owner-team-is-alive"), finding(12, "pager-covers-service")]
    first = build(state(*same, *others)).first
    assert [action.finding.check_id for action in first] == [
        "owner-team-is-alive",
        "owner-is-declared",
        "claims-agree",
    ]
    assert [action.more for action in first] == [0, 4, 0]


def test_three_of_a_kind_say_once_how_many_more_there_are() -> None:
    first = build(state(*(finding(id_) for id_ in range(1, 6)))).first
    assert [action.more for action in first] == [0, 0, 2]


def test_the_new_comes_before_the_old_of_the_same_kind() -> None:
    old, new = finding(1, opened_at=NOW - timedelta(days=90)), finding(2)
    report = build(state(old, new), state(old))
    assert [action.finding.id for action in report.first] == [2, 1]


def test_everything_open_is_counted_also_where_it_is_not_told() -> None:
    current = replace(state(finding(1)), open=(OpenGroup("owner-is-declared", 1, tuple(range(1, 1001))),))
    report = build(current, state(finding(1), finding(2)))
    assert report.open_count == 1000
    assert report.first[0].more == 999
    row = next(row for topic in report.topics for row in topic.counts if row.check_id == "owner-is-declared")
    assert (row.count, row.change) == (1000, 998)


def test_checks_stand_under_their_topic_and_each_once() -> None:
    report = build(state(finding(1, "a-check-that-is-gone")))
    topics = {topic.topic: [row.check_id for row in topic.counts] for topic in report.topics}
    assert topics == {
        "orphans": ["owner-is-declared", "owner-team-is-alive"],
        "mismatches": ["claims-agree"],
        "others": ["pager-covers-service", "a-check-that-is-gone"],
    }
    assert [topic.topic for topic in report.told_topics] == ["others"]


def test_a_topic_that_became_empty_is_still_told() -> None:
    report = build(state(resolved=(resolution(1),)), state(finding(1)))
    assert [topic.topic for topic in report.told_topics] == ["orphans"]


def test_an_exemption_is_told_before_it_ends() -> None:
    soon, later = resting(2, NOW.date() + SOON), resting(1, NOW.date() + SOON + timedelta(days=1))
    report = build(state(exempted=(later, soon)))
    assert [each.id for each in report.ending] == [2]
    assert not report.is_calm


def test_what_could_not_be_looked_at_is_told_with_reasons_and_is_no_finding() -> None:
    groups = (unknown("claims-agree", 2, "a", "b"), unknown("claims-agree", 3, "b", "c", "d", source_id=2))
    report = build(state(unknown=groups))
    (row,) = report.unlooked
    assert (row.statement, row.count, row.reasons) == ("Claims of ownership agree", 5, ("a", "b", "c"))
    assert report.open_count == 0
    assert report.is_calm
    assert not report.is_empty


def test_a_team_that_owns_nothing_has_nothing_to_tell() -> None:
    assert build(state()).is_empty
    assert build(state(), state()).is_empty
    assert not build(state(scores=(scores(100),))).is_empty
    assert not build(state(), state(finding(1))).is_empty


def test_old_news_are_marked() -> None:
    assert build(state(judged_at=None)).is_stale
    assert build(state(judged_at=NOW - STALE - timedelta(seconds=1))).is_stale
    assert not build(state(judged_at=NOW - STALE)).is_stale
