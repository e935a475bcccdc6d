"""`manage.py forget`: erase a person, and prove that nothing names them any more."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from catalog.actions.decisions import DecisionError
from catalog.core.access import COMMAND
from portal.actions.forget import Forgotten, forget_person
from portal.terminal import ProgressBar, render_table


class Command(BaseCommand):
    """Erase a person."""

    help = (
        "Erase a person: their names, handles and addresses go from every table, what was counted stays under a "
        "pseudonym, and no scan brings them back. Exit status 1 where something names them still."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What `forget --help` shows."""
        parser.add_argument("ref", help="the person, as in user:default/jane")
        parser.add_argument(
            "--also", action="append", default=[], metavar="TEXT",
            help="an address, login or name of theirs that the catalog does not know; may be given several times",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, *_: Any, ref: str, also: list[str], dry_run: bool, **options: Any) -> None:
        """Do it and say what came of it."""
        try:
            with ProgressBar(sys.stderr, "Forgetting") as bar:
                found = forget_person(COMMAND, ref, also=also, is_trial=dry_run, progress=bar.show)
        except DecisionError as error:
            raise CommandError(str(error)) from error
        if options["format"] == "json":
            self.stdout.write(json.dumps(asdict(found), indent=2))
        else:
            self._print(found)
        sys.exit(1 if found.left else 0)

    def _print(self, found: Forgotten) -> None:
        would = "would be" if found.is_trial else "were"
        name = "with a pseudonym" if found.is_trial and found.is_first else f"as {found.ref}"
        self.stdout.write(f"{found.row_count} rows {would} changed, {name}; {found.texts} names and addresses.")
        if len(found.records) > 1:
            self.stdout.write("All records of this person: " + ", ".join(found.records))
        self._write_table([[label, str(number)] for label, number in found.rows.items()])
        if found.mails:
            self.stdout.write(f"{found.mails} written mails were deleted.")
        if found.spared:
            self.stdout.write("Left alone; name it with --also if it is theirs alone:")
            self._write_table([[text, why] for text, why in found.spared.items()])
        if found.files:
            self.stdout.write("Files in Git that name them still. Scans keep it out; a person can take it out there:")
            self._write_table(
                [[each.repository, f"{each.path}:{each.line or 1}", each.commit[:12]] for each in found.files]
            )
        if found.commits:
            self.stdout.write(
                f"{found.commits} commits in {found.repositories} repositories carry their addresses: only a rewritten "
                "history would not."
            )
        if found.left:
            self.stdout.write(self.style.ERROR("Still in our tables:"))
            self._write_table([[f"{each.model}.{each.field}", str(each.rows), each.why] for each in found.left])
        elif not found.is_trial:
            self.stdout.write("Nothing in our tables names them: 0 rows.")

    def _write_table(self, rows: list[list[str]]) -> None:
        if rows:
            self.stdout.write(render_table(rows))
