"""`manage.py validate`: descriptor files checked as Backstage would, without a database."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalog.core.descriptor_patterns import compile_patterns
from catalog.core.descriptors import ParseOptions
from catalog.core.moving.entities import name_entity
from catalog.core.remotes import parse_remote
from catalog.core.validation import (
    CheckedFile,
    Severity,
    check_together,
    list_problems,
    render_github,
    render_json,
    render_sarif,
    render_text,
    worst,
)
from catalog.core.validation.against import Effect, LiveChange, Scope, judge_change
from catalog.core.validation.against_rendering import (
    SEVERITIES,
    render_changes_as_json,
    render_changes_as_text,
    render_changes_for_github,
)
from catalog.http.backstage import open_catalog
from catalog.http.errors import OutboundError
from catalog.sources.checking import Checker
from catalog.sources.given_files import STDIN, GivenPathError, expand_paths, find_given_files

FORMATS: dict[str, Callable[[Sequence[CheckedFile]], Iterable[str]]] = {
    "json": render_json,
    "sarif": render_sarif,
    "github": render_github,
}
CHANGE_FORMATS: dict[str, Callable[[Sequence[LiveChange]], Iterable[str]]] = {
    "text": render_changes_as_text,
    "json": render_changes_as_json,
    "github": render_changes_for_github,
}


class Command(BaseCommand):
    """Checks files, or the descriptor files under folders.

    Exit status: 0 sound, 1 problems or conflicts with the live catalog, 2 wrong use or no answer from it.
    """

    help = "Check descriptor files (catalog-info.yaml) as Backstage's catalog would; needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="a file, a folder to search, a pattern, or - for standard input"
        )
        parser.add_argument("--format", choices=("text", *FORMATS), default="text")
        parser.add_argument("--strict", action="store_true", help="warnings fail as well")
        parser.add_argument(
            "--whole-catalog", action="store_true", help="the paths hold all entities there are: report refs to nothing"
        )
        parser.add_argument(
            "--repository-url", metavar="URL", help="the repository's address, where the checkout does not tell"
        )
        parser.add_argument("--kinds", type=_words, default=frozenset(), help="kinds of your own, comma-separated")
        parser.add_argument("--lifecycles", type=_words, help="the lifecycles in use, comma-separated")
        parser.add_argument(
            "--types",
            type=_types,
            action="append",
            default=[],
            metavar="KIND=TYPE,...",
            help="the types in use of a kind",
        )
        parser.add_argument(
            "--against",
            metavar="URL",
            help="a live Bailiwick or Backstage: say what the files would do to it",
        )
        parser.add_argument(
            "--token", default="", help="its token, where it needs one; or set BAILIWICK_OUTBOUND_TOKENS"
        )

    def handle(self, **options: Any) -> None:
        """Check and print; the exit status follows from the worst problem."""
        render_changes = _choose_renderer(options) if options["against"] else None
        options["paths"] = _expand(options["paths"])
        empty: list[str] = []  # often a slip in the path, which must not look like success
        given = list(find_given_files(options["paths"], compile_patterns(settings.DESCRIPTOR_PATTERNS), empty.append))
        for folder in empty:
            names = " or ".join(settings.DESCRIPTOR_PATTERNS)
            self.stderr.write(f"nothing to check in {folder}: no file in it is {names}")
        checker = Checker(_make_rules(options), options["repository_url"])
        files = checker.check(given)
        live = _read_live(options)
        changes = (
            judge_change(files, live, _list_scopes(options["paths"], files, checker)) if options["against"] else []
        )
        remaining = {name_entity(entity) for entity in live} - {c.ref for c in changes if c.effect is Effect.REMOVED}
        is_whole = options["whole_catalog"] or bool(options["against"])
        check_together(files, is_whole_catalog=is_whole, elsewhere=remaining)
        for line in (*_render(files, options), *(render_changes(changes) if render_changes else ())):
            self.stdout.write(line)
        found_worst = max(
            worst(problem for file in files for problem in list_problems(file)),
            max((SEVERITIES[change.effect] for change in changes), default=Severity.NOTE),
            Severity.WARNING if empty else Severity.NOTE,
        )
        if found_worst >= (Severity.WARNING if options["strict"] else Severity.ERROR):
            raise SystemExit(1)


def _expand(paths: list[str]) -> list[str]:
    try:
        return expand_paths(paths)
    except GivenPathError as error:
        raise CommandError(str(error), returncode=2) from None


def _render(files: Sequence[CheckedFile], options: dict[str, Any]) -> Iterable[str]:
    if options["format"] == "text":
        return render_text(files, with_notes=options["verbosity"] > 1)
    return FORMATS[options["format"]](files)


def _choose_renderer(options: dict[str, Any]) -> Callable[[Sequence[LiveChange]], Iterable[str]]:
    chosen = CHANGE_FORMATS.get(options["format"])
    if chosen is None:
        raise CommandError(f"--against has no form as {options['format']}", returncode=2)
    return chosen


def _read_live(options: dict[str, Any]) -> list[dict[str, Any]]:
    if not options["against"]:
        return []
    try:
        return open_catalog(options["against"], options["token"], settings.OUTBOUND).list_entities()
    except OutboundError as error:
        raise CommandError(str(error), returncode=2) from error


def _list_scopes(given: Iterable[str], files: Sequence[CheckedFile], checker: Checker) -> list[Scope]:
    """What each given path stands for, those of one repository together, and the checkouts within given folders."""
    paths: dict[tuple[Path, str], list[str]] = {}
    for name in given:
        if name == STDIN:
            continue
        place = Path(name).resolve()
        checkout = checker.find_checkout(place if place.is_dir() else place.parent)
        root = checkout.root if checkout else place if place.is_dir() else place.parent
        path = place.relative_to(root).as_posix()
        paths.setdefault((root, checker.address_of(checkout)), []).append("" if path == "." else path)
    for root in {Path(file.repository) for file in files if file.repository}:
        if (checkout := checker.find_checkout(root)) and checkout.root == root:
            paths.setdefault((root, checker.address_of(checkout)), [""])
    return [Scope(parse_remote(url), root.name, tuple(found), url.rstrip("/")) for (root, url), found in paths.items()]


def _make_rules(options: dict[str, Any]) -> ParseOptions:
    rules: ParseOptions = settings.DESCRIPTOR_RULES
    return replace(
        rules,
        custom_kinds=rules.custom_kinds | options["kinds"],
        lifecycles=options["lifecycles"] or rules.lifecycles,
        types={**rules.types, **dict(options["types"])},
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(",") if word.strip())


def _types(text: str) -> tuple[str, frozenset[str]]:
    kind, equals, types = text.partition("=")
    if not equals or not _words(types):
        raise ArgumentTypeError(f"{text!r} is not of the form Component=service,library")
    return kind, _words(types)
