"""A report is made from two states and from nothing else: what stands now, and what stood when the last one was made.

Without a state before, nothing is said about what is new: everything would be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from scoring.core.reports.report import Action, Count, News, Report, TopicCounts, Unlooked
from scoring.core.reports.standing import compute_standing
from scoring.core.reports.state import ReportedFinding, ScopeState
from scoring.core.topic import Topic
from scoring.core.topics import TopicChecks, Topics

FIRST_TOLD = 3
LINES_TOLD = 5
REASONS_TOLD = 3
#: An exemption that ends within this time is told, so that nobody is surprised.
SOON = timedelta(days=14)
#: What was judged longer ago than this is told with a warning.
STALE = timedelta(hours=48)


def build_report(previous: ScopeState | None, current: ScopeState, topics: Topics) -> Report:
    """What to tell about a scope; both states must be narrowed to the same reader."""
    before = previous.list_open_ids() if previous else frozenset[int]()
    told = sorted(current.told, key=lambda each: (topics.rank(each.check_id), each.id in before, each.opened_at))
    counts = _count_open(current)
    first = _choose_first(told, counts, before if previous else current.list_open_ids())
    return Report(
        scope=current.scope,
        name=current.name,
        as_of=current.as_of,
        judged_at=current.judged_at,
        is_stale=current.judged_at is None or current.as_of - current.judged_at > STALE,
        since=previous.as_of if previous else None,
        open_count=counts.total(),
        exempted_count=len(current.exempted),
        first=first,
        topics=tuple(_count_topic(topic, counts, previous) for topic in _list_topics(topics, counts)),
        news=_find_news(previous, current, told, first) if previous else None,
        ending=_list_ending(current),
        unlooked=_list_unlooked(current, topics),
        standing=compute_standing(previous, current),
    )


def _count_open(state: ScopeState | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    for group in state.open if state else ():
        counts[group.check_id] += len(group.ids)
    return counts


def _choose_first(told: Sequence[ReportedFinding], counts: Counter[str], known: frozenset[int]) -> tuple[Action, ...]:
    """The leading finding of each check, then the next of any: three different things before three of a kind."""
    leading = list({each.check_id: each for each in reversed(told)}.values())[::-1]
    chosen = [*leading, *(each for each in told if each not in leading)][:FIRST_TOLD]
    kinds = Counter(each.check_id for each in chosen)
    last = {each.check_id: each.id for each in chosen}
    return tuple(
        Action(
            finding=each,
            is_new=each.id not in known,
            more=counts[each.check_id] - kinds[each.check_id] if last[each.check_id] == each.id else 0,
        )
        for each in chosen
    )


def _list_topics(topics: Topics, counts: Counter[str]) -> Iterable[TopicChecks]:
    """The topics that have checks, or findings of checks that are gone."""
    known = {check_id for each in topics.all for check_id in each.labels}
    gone = {check_id: check_id for check_id in sorted(counts) if check_id not in known}
    for each in topics.all:
        labels = {**each.labels, **gone} if each.topic is Topic.OTHERS else each.labels
        if labels:
            yield TopicChecks(each.topic, labels)


def _count_topic(topic: TopicChecks, counts: Counter[str], previous: ScopeState | None) -> TopicCounts:
    before = _count_open(previous)
    rows = (
        Count(check_id, title, counts[check_id], counts[check_id] - before[check_id] if previous else None)
        for check_id, title in topic.labels.items()
    )
    return TopicCounts(topic.topic, topic.topic.heading, tuple(rows))


def _find_news(
    previous: ScopeState, current: ScopeState, told: Sequence[ReportedFinding], first: Sequence[Action]
) -> News:
    """New is what was not open then; what was open then and is neither open, resting nor resolved now has moved."""
    before, now = previous.list_open_ids(), current.list_open_ids()
    new, above = now - before, {action.finding.id for action in first}
    left = before - now - {each.id for each in current.exempted} - {each.id for each in current.resolved}
    new_told = [each for each in told if each.id in new - above][:LINES_TOLD]
    resolved_told = [each for each in current.resolved if each.sentence][:LINES_TOLD]
    return News(
        new_count=len(new),
        new=tuple(new_told),
        new_untold=len(new - above) - len(new_told),
        resolved_count=len(current.resolved),
        resolved=tuple(resolved_told),
        resolved_untold=len(current.resolved) - len(resolved_told),
        moved_count=len(left),
    )


def _list_ending(state: ScopeState) -> tuple[ReportedFinding, ...]:
    limit = state.as_of.date() + SOON
    ending = (each for each in state.exempted if _until(each) <= limit)
    return tuple(sorted(ending, key=lambda each: (_until(each), each.id)))


def _until(finding: ReportedFinding) -> date:
    return finding.exempted_until or date.max


def _list_unlooked(state: ScopeState, topics: Topics) -> tuple[Unlooked, ...]:
    counts: Counter[str] = Counter()
    reasons: dict[str, dict[str, None]] = {}
    for group in state.unknown:
        counts[group.check_id] += group.count
        reasons.setdefault(group.check_id, {}).update(dict.fromkeys(group.reasons))
    return tuple(
        Unlooked(
            check_id,
            topics.statements.get(check_id, check_id),
            counts[check_id],
            tuple(reasons[check_id])[:REASONS_TOLD],
        )
        for check_id in sorted(counts, key=topics.rank)
    )
