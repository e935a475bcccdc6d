"""The checks sorted by what they are about, as home, report and the end of a scan tell their findings.

A check names its topic, and the label that people know its findings by, in its own file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring.core.registry import Check
from scoring.core.scorecards import SCORECARDS
from scoring.core.topic import Topic


@dataclass(frozen=True, slots=True)
class TopicChecks:
    """The checks of one topic in order: check id -> label of what it finds."""

    topic: Topic
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics in order, also without a check. `statements`: check id -> what is true where the check passes."""

    all: Sequence[TopicChecks]
    statements: Mapping[str, str]

    def labels_of(self, topic: Topic) -> Mapping[str, str]:
        """Check id -> label of what it finds, for one topic."""
        return next(each.labels for each in self.all if each.topic is topic)

    def rank(self, check_id: str) -> tuple[int, int, str]:
        """What to mend first: by topic; within each what weighs most in a score. What is no check comes last."""
        place = next((place for place, each in enumerate(self.all) if check_id in each.labels), len(self.all))
        return (place, -_weigh(check_id), check_id)


def sort_checks(checks: Iterable[Check]) -> Topics:
    """The topics of some checks; within a topic as the scorecards list them, then by id."""
    found = sorted(checks, key=lambda check: (_place(check.id), check.id))
    return Topics(
        all=[TopicChecks(topic, {each.id: each.label for each in found if each.topic is topic}) for topic in Topic],
        statements={check.id: check.title.rstrip(".") for check in found},
    )


def _place(check_id: str) -> int:
    listed = [weight.check_id for card in SCORECARDS.values() for weight in card.weights]
    return listed.index(check_id) if check_id in listed else len(listed)


def _weigh(check_id: str) -> int:
    return max((w.weight for card in SCORECARDS.values() for w in card.weights if w.check_id == check_id), default=0)
