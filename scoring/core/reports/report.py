"""What a report says, in the order in which it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scoring.core.reports.standing import Standing
from scoring.core.reports.state import ORGANISATION, ReportedFinding, ReportedResolution


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do first, whether it is new, and how many more findings the same check has in this scope."""

    finding: ReportedFinding
    is_new: bool
    more: int


@dataclass(frozen=True, slots=True)
class Count:
    """Open findings of one check; `change` since the last report, None without one."""

    check_id: str
    title: str
    count: int
    change: int | None


@dataclass(frozen=True, slots=True)
class TopicCounts:
    """Open findings of one topic by check. A check that finds nothing is there with 0."""

    topic: str
    title: str
    counts: tuple[Count, ...]

    @property
    def count(self) -> int:
        """Open findings of the whole topic."""
        return sum(each.count for each in self.counts)

    @property
    def has_changed(self) -> bool:
        """Whether any count has moved since the last report."""
        return any(each.change for each in self.counts)


@dataclass(frozen=True, slots=True)
class News:
    """What changed since the last report: how many, the words of some, and how many are told nowhere.

    What is new and stands under `first` is not told again. `moved_count`: no longer among the findings of this
    scope, and not resolved either: another team answers for it now.
    """

    new_count: int
    new: tuple[ReportedFinding, ...]
    new_untold: int
    resolved_count: int
    resolved: tuple[ReportedResolution, ...]
    resolved_untold: int
    moved_count: int


@dataclass(frozen=True, slots=True)
class Unlooked:
    """Subjects of which a check could not tell whether `statement` holds, and some of the reasons."""

    check_id: str
    statement: str
    count: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that is told about one scope. `news` is None where there is no report before, `since` likewise.

    `is_stale`: the checks last ran long before the report was made.
    """

    scope: str
    name: str
    as_of: datetime
    judged_at: datetime | None
    is_stale: bool
    since: datetime | None
    open_count: int
    exempted_count: int
    first: tuple[Action, ...]
    topics: tuple[TopicCounts, ...]
    news: News | None
    ending: tuple[ReportedFinding, ...]
    unlooked: tuple[Unlooked, ...]
    standing: Standing

    @property
    def is_organisation(self) -> bool:
        """Whether it is about everything."""
        return self.scope == ORGANISATION

    @property
    def told_topics(self) -> tuple[TopicCounts, ...]:
        """The topics in which something is open, or was."""
        return tuple(topic for topic in self.topics if topic.count or topic.has_changed)

    @property
    def is_calm(self) -> bool:
        """Whether there is nothing to do: nothing is open, and no exemption ends soon."""
        return not self.open_count and not self.ending

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell at all, not even that a service stands well."""
        return self.is_calm and not (self.standing.services or self.unlooked or self.exempted_count or self._has_news)

    @property
    def unlooked_count(self) -> int:
        """Questions that could not be answered."""
        return sum(each.count for each in self.unlooked)

    @property
    def _has_news(self) -> bool:
        return self.news is not None and bool(self.news.new_count or self.news.resolved_count or self.news.moved_count)
