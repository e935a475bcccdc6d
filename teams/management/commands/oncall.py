"""`manage.py oncall NAME`: who is on call; `--preview FILE`: what a schedule file means before anybody relies on it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.core.yaml_text import DEFAULT_LIMITS
from teams.core.oncall.documents import ScheduleDocument, read_schedule_file
from teams.core.oncall.errors import OnCallError, quote
from teams.core.oncall.preview import render_json, render_text
from teams.core.oncall.times import parse_moment
from teams.core.oncall.wall_clock import DAY, get_clock, to_datetime, to_instant
from teams.management.on_call_answers import answer_subject, render_answers_json, render_answers_text
from teams.selectors.on_call import State

EXIT_UNUSABLE = 2
PREVIEW_DAYS = 14
#: Options that mean something in one of the two modes alone: whether that is the preview.
_OPTIONS = {"at": False, "name": True, "since": True, "until": True}


class Command(BaseCommand):
    """Answers about on-call. The preview needs no database and no migrations."""

    help = (
        "Say who is on call for NAME, a ref or a name in the catalog, now or --at a time. Exit status: 0 somebody is; "
        "1 nobody is, or it is unknown; 2 there is no such thing. With --preview: show who is on call by a schedule "
        "file, the shifts and gaps of a window. FILE is YAML or JSON (the schedule object, or kind: Schedule); - reads "
        "standard input. Exit status: 0 shown; 2 the file, the schedule or the window cannot be used. With --fail-on "
        "gaps 1 if anything in the window is covered by nobody."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What `oncall --help` shows."""
        parser.add_argument("subject", metavar="NAME", nargs="?", default="", help="a service, team or system")
        parser.add_argument("--at", default="", help="time with its offset, as in 2026-12-24T03:00Z; now")
        parser.add_argument(
            "--preview", metavar="FILE", default="", help="the schedule file to show; no database needed"
        )
        parser.add_argument("--name", default="", help="which schedule, if the file holds several")
        parser.add_argument("--since", default="", help="date or time; without an offset in the schedule's zone; today")
        parser.add_argument("--until", default="", help=f"likewise, not included; {PREVIEW_DAYS} days later")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="how it is printed")
        parser.add_argument("--fail-on", choices=("gaps", "never"), default="never", help="when to exit with 1")

    def handle(self, *_: Any, **options: Any) -> None:
        """Answer or preview."""
        if bool(options["subject"]) == bool(options["preview"]):
            raise CommandError("Give either NAME or --preview FILE.", returncode=EXIT_UNUSABLE)
        for name, is_of_preview in _OPTIONS.items():
            if options[name] and is_of_preview is not bool(options["preview"]):
                where = "--preview FILE" if is_of_preview else "NAME"
                raise CommandError(f"--{name} goes with {where} alone.", returncode=EXIT_UNUSABLE)
        if options["preview"]:
            self._preview(options["preview"], options)
        else:
            self._answer(options["subject"], options)

    def _answer(self, subject: str, options: dict[str, Any]) -> None:
        try:
            at = _read_moment("--at", options["at"], "UTC") or datetime.now(UTC)
            answers = answer_subject(subject, at)
        except OnCallError as error:
            raise CommandError(str(error), returncode=EXIT_UNUSABLE) from error
        is_json = options["format"] == "json"
        self.stdout.write(render_answers_json(answers) if is_json else render_answers_text(answers))
        if any(answer.state is not State.SOMEBODY for answer in answers):
            sys.exit(1)

    def _preview(self, path: str, options: dict[str, Any]) -> None:
        try:
            document = _choose(read_schedule_file(_read_bytes(path)), options["name"])
            zone = document.schedule.zone
            since = _read_moment("--since", options["since"], zone) or _today(zone)
            until = _read_moment("--until", options["until"], zone) or since + timedelta(days=PREVIEW_DAYS)
            shown = render_json(document.schedule, since, until)
            if options["format"] == "json":
                self.stdout.write(json.dumps(shown, indent=2, ensure_ascii=False))
            else:
                self.stdout.write(_title(document) + render_text(document.schedule, since, until))
        except OnCallError as error:
            raise CommandError(f"{path}: {error}", returncode=EXIT_UNUSABLE) from error
        if shown["gaps"] and options["fail_on"] == "gaps":
            sys.exit(1)


def _read_bytes(path: str) -> bytes:
    """At most one byte more than the loader takes, so that it can refuse what is too large."""
    most = DEFAULT_LIMITS.file_bytes + 1
    try:
        if path == "-":
            return sys.stdin.buffer.read(most)
        with Path(path).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise OnCallError(error.strerror or "cannot be read") from error


def _choose(documents: tuple[ScheduleDocument, ...], name: str) -> ScheduleDocument:
    found = [document for document in documents if not name or document.name == name]
    if len(found) == 1:
        return found[0]
    names = ", ".join(document.name or "(without a name)" for document in documents)
    if name:
        raise OnCallError(f"{len(found)} schedules are called {quote(name)}; the file holds {names}")
    raise OnCallError(f"the file holds {len(documents)} schedules, choose one with --name: {names}")


def _read_moment(option: str, text: str, zone: str) -> datetime | None:
    if not text:
        return None
    moment = parse_moment(text)
    if moment is None:
        message = "expected a date or time such as 2026-03-02, 2026-03-02T09:00 or 2026-03-02T09:00Z"
        raise OnCallError(f"{option}: {message}, found {quote(text)}")
    try:
        return to_datetime(moment.to_instant(get_clock(zone)))
    except ValueError as error:
        raise OnCallError(f"{option}: {quote(text)} lies outside the years that are computed") from error


def _today(zone: str) -> datetime:
    """The midnight with which the present day began in the zone."""
    clock = get_clock(zone)
    now = to_instant(datetime.now().astimezone())
    return to_datetime(clock.instant(clock.shown(now) // DAY * DAY))


def _title(document: ScheduleDocument) -> str:
    if not document.name:
        return ""
    return f"{document.title or document.name}, owned by {document.owner_ref}\n"
