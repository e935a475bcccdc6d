"""`manage.py demo`: the demo organisation in, judged against its truth, and out again."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from catalog.actions.work import deliver_all, work_due_jobs
from catalog.core.access import COMMAND
from portal.actions.demo import add_demo, drop_demo
from portal.demo.truth import Comparison, compare, load_truth
from portal.selectors.demo import list_demo_findings
from portal.selectors.summary import summarise
from portal.summary_text import render_summary
from portal.terminal import ProgressBar, render_table
from scoring.actions.everything import score_everything
from scoring.core.registry import get_checks


class Command(BaseCommand):
    """Build, scan and judge the demo organisation."""

    help = (
        "Build the demo organisation (real Git repositories, in the data folder), scan and judge it here, and compare "
        "the findings with what was planted. Exit status 1 if they differ. With --remove take it out again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What `demo --help` shows."""
        parser.add_argument("--remove", action="store_true", help="take the demo out: repositories, entities, findings")

    def handle(self, *_: Any, remove: bool, **__: Any) -> None:
        """Do it and say what came out."""
        call_command("migrate", interactive=False, verbosity=0)
        folder = settings.VAR / "demo"
        if remove:
            count = drop_demo(folder)
            deliver_all()
            score_everything(lambda *_: None)
            self.stdout.write(f"Removed the demo organisation: {count} repositories.")
            return
        add_demo(folder, self.stdout.write)
        with ProgressBar(sys.stderr, "Scanning") as bar:
            worked = work_due_jobs(bar.show)
        if worked.errors:
            raise CommandError(f"Could not read: {', '.join(sorted(worked.errors))}")
        with ProgressBar(sys.stderr, "Reading history") as bar:
            score_everything(bar.show)
        self.stdout.write(render_summary(summarise(COMMAND), worked.errors))
        comparison = compare(load_truth(), list_demo_findings(), get_checks())
        self._print(comparison)
        sys.exit(0 if comparison.is_equal else 1)

    def _print(self, comparison: Comparison) -> None:
        rows = [[plant.check, plant.subject, plant.id] for plant in comparison.pending]
        if rows:
            self.stdout.write("Planted for checks that do not exist yet:")
            self.stdout.write(render_table(rows))
        if comparison.missing:
            self.stdout.write(self.style.ERROR("Planted, not found:"))
            self.stdout.write(render_table([[p.check, p.subject, p.planted] for p in comparison.missing]))
        if comparison.extra:
            self.stdout.write(self.style.ERROR("Found, not planted:"))
            self.stdout.write(render_table([list(found) for found in comparison.extra]))
        if comparison.is_equal:
            self.stdout.write(self.style.SUCCESS("The findings equal the truth: none missing, none extra."))
