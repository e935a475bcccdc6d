"""`manage.py scan [FOLDER...]`: look at repositories here and now, judge, and say what nobody really owns."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from catalog.actions.sources import add_source, list_source
from catalog.actions.work import work_due_jobs
from catalog.core.access import COMMAND
from catalog.models import Source
from catalog.models.clock import database_now
from catalog.sources.base import SourceError
from portal.actions.audit import record_event
from portal.selectors.summary import Summary, summarise
from portal.summary_text import render_summary
from portal.terminal import ProgressBar
from scoring.actions.everything import score_everything

EXIT_NOTHING_FOUND = 3
EXIT_FAILED = 2


class Command(BaseCommand):
    """Scan folders of clones, or all known sources, without a broker."""

    help = (
        "Look at all repositories of the given folders (they become sources), or of all known sources, work the scans "
        "in this process and print what was found. Exit status: 0 scanned; 1 scanned, and a repository could not be "
        "read or a file is broken; 2 a folder cannot be used; 3 no repository found. With --fail-on orphans also 1 if "
        "anything is owned by nobody."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What `scan --help` shows."""
        parser.add_argument("folders", nargs="*", metavar="FOLDER", help="a folder that holds Git clones")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="how the result is printed")
        parser.add_argument(
            "--fail-on", choices=("broken", "orphans", "never"), default="broken", help="when to exit with 1"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """List, scan, deliver, score, print."""
        call_command("migrate", interactive=False, verbosity=0)
        source_ids = [self._add(folder) for folder in options["folders"]]
        source_ids = source_ids or list(Source.objects.filter(removed_at=None).values_list("pk", flat=True))
        if not source_ids:
            raise CommandError("There is no source yet: name a folder that holds Git clones.", returncode=EXIT_FAILED)
        problems = {}
        for source_id in source_ids:
            listed = list_source(source_id, database_now(), by_person=True)
            if listed.error:
                problems[Source.objects.get(pk=source_id).name] = listed.error
        with ProgressBar(sys.stderr, "Scanning") as bar:
            worked = work_due_jobs(bar.show)
        with ProgressBar(sys.stderr, "Reading history") as bar:
            score_everything(bar.show)
        summary = summarise(COMMAND)
        self._print(summary, problems | worked.errors, options["format"])
        sys.exit(_exit_status(summary, problems | worked.errors, options["fail_on"]))

    def _add(self, folder: str) -> int:
        known = set(Source.objects.filter(removed_at=None).values_list("pk", flat=True))
        try:
            source = add_source(folder, COMMAND.ref, database_now())
        except SourceError as error:
            raise CommandError(str(error), returncode=EXIT_FAILED) from error
        if source.pk not in known:
            record_event(COMMAND.ref, "source-added", f"source:{source.pk}", location=source.location)
        return source.pk

    def _print(self, summary: Summary, errors: dict[str, str], form: str) -> None:
        if form == "json":
            self.stdout.write(json.dumps(summary.as_json() | {"errors": errors}, indent=2, sort_keys=True))
            return
        self.stdout.write(render_summary(summary, errors))


def _exit_status(summary: Summary, errors: dict[str, str], fail_on: str) -> int:
    if not summary.repositories:
        return EXIT_NOTHING_FOUND
    is_bad = bool(errors or summary.broken_files)
    return int({"broken": is_bad, "orphans": is_bad or summary.orphan_count > 0, "never": False}[fail_on])
