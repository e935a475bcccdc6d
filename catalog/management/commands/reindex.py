"""`manage.py reindex`: make what the search box looks in anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import orjson
from django.core.management.base import BaseCommand

from catalog.actions.search import rebuild_search
from catalog.models.clock import database_now


class Command(BaseCommand):
    """For after a restore, or when a search does not find what is there."""

    help = (
        "Make the index of the search box anew from entities and repositories, in one transaction: searches find what "
        "they found before until it is done. Normally not needed: the index follows every scan."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What `reindex --help` shows."""
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *_: Any, format: str, **__: Any) -> None:  # noqa: A002  # the option's name
        """Rebuild and say how many."""
        number = rebuild_search(self._show_progress, database_now())
        if format == "json":
            self.stdout.write(orjson.dumps({"entries": number}).decode())
        else:
            self.stdout.write(f"{number} entities and repositories can be found.")

    def _show_progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\rIndexing {done}/{total}", ending="\n" if done == total else "")
