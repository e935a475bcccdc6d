"""The demo organisation as a source: built, scanned by whoever works the jobs, and taken out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from catalog.actions.sources import add_source, list_source, remove_source
from catalog.core.access import COMMAND
from catalog.models import Source
from catalog.models.clock import database_now
from portal.demo.build import build_demo, remove_demo

Say = Callable[[str], None]


def prepare_demo(folder: Path, say: Say) -> Source | None:
    """Build the demo and make its scans due, unless this installation has a source already.

    Returns the source where it was made now, else None: then a person has begun with something of their own, or
    the demo is there from an earlier start.
    """
    if Source.objects.filter(removed_at=None).exists():
        return None
    return add_demo(folder, say)


def add_demo(folder: Path, say: Say) -> Source:
    """Build the demo's repositories where they are missing, make them a source and their scans due."""
    now = database_now()
    if not folder.exists():
        say(f"Building the demo organisation in {folder} ...")
        build_demo(folder, now.date(), say)
    source = add_source(str(folder), COMMAND.ref, now, name="Demo organisation", is_demo=True)
    list_source(source.pk, now, by_person=True)
    return source


def drop_demo(folder: Path) -> int:
    """Take the demo's entities and repositories out again; returns how many repositories it had."""
    now = database_now()
    removed = sum(
        remove_source(source.pk, COMMAND.ref, now) for source in Source.objects.filter(is_demo=True, removed_at=None)
    )
    if folder.exists():
        remove_demo(folder)
    return removed
