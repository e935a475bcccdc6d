"""What a scan found, in numbers: for the command line."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from catalog.core.access import Actor
from catalog.models import Descriptor, Entity, Origin
from scoring.core.topic import Topic
from scoring.selectors.findings import FindingCount, TopicCount, count_topics
from teams.models import Team


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of what the actor may see; `unreadable` are repositories whose last look failed."""

    repositories: int
    unreadable: int
    entities: int
    services: int
    teams: int
    broken_files: int
    topics: tuple[TopicCount, ...]

    @property
    def orphan_count(self) -> int:
        """All orphans of any type."""
        return sum(topic.count for topic in self.topics if topic.topic is Topic.ORPHANS)

    @property
    def unknown(self) -> list[FindingCount]:
        """The checks that could not tell about some subjects, those with the most first."""
        rows = (row for topic in self.topics for row in topic.rows if row.unknown)
        return sorted(rows, key=lambda row: (-row.unknown, row.check_id))

    def as_json(self) -> dict[str, Any]:
        """For `--format json`: plain values; open findings by topic and check id; what could not be told."""
        counts = {key: value for key, value in asdict(self).items() if key != "topics"}
        findings = {each.topic.value: {row.check_id: row.count for row in each.rows} for each in self.topics}
        return counts | findings | {"unknown": {row.check_id: row.unknown for row in self.unknown}}


def summarise(actor: Actor) -> Summary:
    """Count the whole catalog as the actor may see it. A fixed number of queries."""
    origins = Origin.objects.visible_to(actor).filter(removed_at=None)
    entities = Entity.objects.visible_to(actor).filter(removed_at=None)
    broken = Descriptor.objects.visible_to(actor).exclude(error="").values("origin", "path").distinct()
    return Summary(
        repositories=origins.count(),
        unreadable=origins.exclude(scan_error="").count(),
        entities=entities.count(),
        services=entities.filter(kind="Component", type__in=settings.SERVICE_TYPES).count(),
        teams=Team.objects.visible_to(actor).filter(dissolved_at=None).count(),
        broken_files=broken.count(),
        topics=tuple(count_topics(actor)),
    )
