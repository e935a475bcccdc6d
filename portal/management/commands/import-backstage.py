"""`manage.py import-backstage URL|app-config.yaml`: bring a Backstage's locations across and say what differs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalog.actions.moving import bring_locations, look_at_brought
from catalog.core.access import COMMAND
from catalog.core.moving.app_config import AppConfigError, read_app_config
from catalog.core.moving.differences import Difference, What, compare_catalogs
from catalog.core.moving.entities import is_generated
from catalog.core.moving.places import FoundPlace, list_places
from catalog.core.moving.report import render_differences, render_steps
from catalog.core.moving.steps import Action, Step, plan_steps
from catalog.http.backstage import open_catalog
from catalog.http.errors import OutboundError
from catalog.models.clock import database_now
from catalog.selectors.moving import list_declared_entities, list_registered_urls, list_scanned_repositories
from catalog.sources.checkout import read_file
from portal.actions.audit import record_event

EXIT_DIFFERS = 1
EXIT_UNUSABLE = 2

Entities = list[dict[str, Any]]


class Command(BaseCommand):
    """Registers, scans, compares. Exit status: 0 nothing is left to do, 1 something is or differs, 2 no answer."""

    help = (
        "Bring the locations of a Backstage across: its registered URLs are registered and read here, and where a "
        "folder of clones is needed it says which. With a URL it also says what differs between its entities and ours. "
        "Safe to run again. Exit status: 0 nothing differs and nothing is left to do; 1 something does or is; 2 the "
        "Backstage or the file cannot be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What `import-backstage --help` shows."""
        parser.add_argument("source", metavar="URL|FILE", help="a running Backstage's backend, or its app-config.yaml")
        parser.add_argument("--token", default="", help="a token for it (or name one in BAILIWICK_OUTBOUND_TOKENS)")
        parser.add_argument(
            "--trust", action="store_true", help="the URLs may define Groups and Users; without it these are refused"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="how the result is printed")

    def handle(self, *_: Any, **options: Any) -> None:
        """Read, plan, register, look, compare, print."""
        places, theirs = _read(options["source"], options["token"])
        steps = plan_steps(places, list_registered_urls(), list_scanned_repositories())
        errors: dict[str, str] = {}
        if not options["dry_run"]:
            record = partial(record_event, COMMAND.ref)
            bring_locations(steps, COMMAND.ref, database_now(), record, are_trusted=options["trust"])
            errors = look_at_brought(lambda *_: None)
        ours = list_declared_entities(COMMAND)
        differences = compare_catalogs(theirs, ours) if theirs is not None else []
        if options["format"] == "json":
            self.stdout.write(json.dumps(_as_json(steps, differences, errors), indent=2))
        else:
            self._print(steps, differences, errors, theirs, ours, is_dry=options["dry_run"])
            if not options["trust"] and any(_is_missing_team(each) for each in differences):
                self.stdout.write("\nGroups and Users that registered URLs define are refused without --trust.")
        is_left = any(step.action in (Action.CLONE, Action.BY_HAND) for step in steps)
        if is_left or differences or errors:
            raise SystemExit(EXIT_DIFFERS)

    def _print(
        self,
        steps: list[Step],
        differences: list[Difference],
        errors: dict[str, str],
        theirs: Entities | None,
        ours: Entities,
        *,
        is_dry: bool,
    ) -> None:
        lines = [*render_steps(steps, is_dry=is_dry)]
        lines += [f"Could not be read: {name}: {error}" for name, error in sorted(errors.items())]
        if theirs is not None:
            there, here = (sum(not is_generated(entity) for entity in side) for side in (theirs, ours))
            lines += render_differences(differences, there, here)
        self.stdout.write("\n".join(lines))


def _is_missing_team(each: Difference) -> bool:
    return each.what is What.MISSING and each.ref.startswith(("group:", "user:"))


def _read(source: str, token: str) -> tuple[list[FoundPlace], Entities | None]:
    """The places, and the entities where there is a running Backstage to ask."""
    try:
        if "://" not in source:
            return read_app_config(read_file(Path(source))), None
        catalog = open_catalog(source, token, settings.OUTBOUND)
        entities = catalog.list_entities()
        return list_places(catalog.list_locations(), entities), entities
    except OutboundError as error:
        raise CommandError(str(error), returncode=EXIT_UNUSABLE) from error
    except OSError as error:
        raise CommandError(f"{source} cannot be read: {error.strerror or error}", returncode=EXIT_UNUSABLE) from error
    except AppConfigError as error:
        raise CommandError(f"{source} is no app-config.yaml: {error}", returncode=EXIT_UNUSABLE) from error


def _as_json(steps: list[Step], differences: list[Difference], errors: dict[str, str]) -> dict[str, Any]:
    return {
        "steps": [step.as_json() for step in steps],
        "differences": [each.as_json() for each in differences],
        "errors": errors,
    }
