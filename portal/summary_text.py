"""The table at the end of a scan."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from portal.selectors.summary import Summary
from portal.terminal import render_table


def render_summary(summary: Summary, errors: Mapping[str, str]) -> str:
    """What was found, what nobody owns by type and all other findings, what could not be read, and where to look."""
    found = [
        ["repositories", f"{summary.repositories:,}"],
        ["entities", f"{summary.entities:,}"],
        ["services", f"{summary.services:,}"],
        ["teams", f"{summary.teams:,}"],
        ["broken files", f"{summary.broken_files:,}"],
    ]
    parts = ["Found", render_table(found)]
    for topic in summary.topics:
        parts += ["", f"{topic.topic.heading}: {topic.count:,}"]
        parts += [render_table([[row.label, f"{row.count:,}"] for row in topic.rows])]
    if summary.unknown:
        unknown = [[row.label, f"{row.unknown:,}"] for row in summary.unknown]
        parts += ["", "Could not be told, which is not the same as fine", render_table(unknown)]
        if not summary.teams:
            parts += ["  No Group was found: scan the repository that defines your teams as well."]
    if errors:
        parts += [
            "",
            f"Could not be read: {len(errors):,}",
            render_table([list(item) for item in sorted(errors.items())]),
        ]
    parts += ["", f"Each of these with its evidence: {settings.BASE_URL}/findings (start it with: manage.py serve)"]
    return "\n".join(parts)
