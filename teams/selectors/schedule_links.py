"""Which schedules stand by for what the annotations of vendors name, as on-call sources said."""

from __future__ import annotations

from collections import defaultdict

from teams.models import OnCallSource, Schedule


def load_schedule_links() -> dict[str, tuple[str, ...]]:
    """What annotations may name, by `link_key`, to refs of schedules there are. Two queries, one without sources."""
    sources = [
        (pk, links) for pk, links in OnCallSource.objects.filter(removed_at=None).values_list("pk", "links") if links
    ]
    if not sources:
        return {}
    rows = Schedule.objects.filter(source__isnull=False, removed_at=None).values_list("source", "vendor_id", "ref")
    refs = {(source, vendor_id): ref for source, vendor_id, ref in rows}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for source, links in sources:
        for key, ids in links.items():
            found[key] += [refs[source, vendor_id] for vendor_id in ids if (source, vendor_id) in refs]
    return {key: tuple(dict.fromkeys(each)) for key, each in found.items() if each}
