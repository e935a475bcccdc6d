"""Files that somebody names on a command line, judged where they lie, with the files that their Locations lead to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from catalog.core.descriptors import ParseOptions, parse_file, unreadable_file
from catalog.core.locations import Place, follow_targets
from catalog.core.remotes import parse_remote
from catalog.core.validation import CheckedFile
from catalog.sources.checkout import Checkout, find_checkout
from catalog.sources.following import MAX_DESCRIPTOR_FILES
from catalog.sources.given_files import STDIN, GivenFile, read_given


class Checker:
    """Judges given files by `rules`; use once. `repository_url` is their address where no checkout tells it."""

    def __init__(self, rules: ParseOptions, repository_url: str | None) -> None:
        self._rules = rules
        self._repository_url = repository_url
        self.find_checkout = cache(find_checkout)  # many files lie in one folder
        self._remote_url = cache(Checkout.remote_url)
        self._place = cache(self._find_place)

    def check(self, given: Iterable[GivenFile]) -> list[CheckedFile]:
        """The files in order, then those that Locations name in the folders given, to any depth; each once."""
        waiting = deque(given)
        seen = {found.file.resolve() for found in waiting if found.name != STDIN}
        checked: list[CheckedFile] = []
        while waiting and len(checked) < max(MAX_DESCRIPTOR_FILES, len(seen)):
            found = waiting.popleft()
            file = self._check_file(found)
            checked.append(file)
            for named in self._follow(found, file):
                if named.file.resolve() not in seen:
                    seen.add(named.file.resolve())
                    waiting.append(named)
        return checked

    def address_of(self, checkout: Checkout | None) -> str:
        """The address of the repository, empty where nothing tells it."""
        return self._repository_url or (self._remote_url(checkout) if checkout else "") or ""

    def _check_file(self, found: GivenFile) -> CheckedFile:
        file, name, group = found
        checkout = None if name == STDIN else self.find_checkout(file.parent)
        try:
            content = read_given(found, checkout.root if checkout else None)
        except OSError as error:
            return CheckedFile(name, unreadable_file(name, f"the file cannot be read: {error.strerror or error}"), ())
        options = replace(self._rules, repository_url=self.address_of(checkout) or None)
        if checkout is None:
            parsed = parse_file(name, content, None, options)
        else:
            parsed = parse_file(checkout.path_of(file), content, checkout.read, options)
        rows = content.decode("utf-8", "replace").split("\n")
        return CheckedFile(name, parsed, rows, str(checkout.root) if checkout else group)

    def _follow(self, found: GivenFile, file: CheckedFile) -> Iterator[GivenFile]:
        """The files that Locations name beneath the folder given; what a scan would miss becomes a warning."""
        checkout = None if found.name == STDIN else self.find_checkout(found.file.parent)
        for document in file.parsed.documents if checkout else ():
            if checkout is None or not document.locations:
                continue
            paths, warnings = follow_targets(document, self._place(checkout))
            if warnings:
                file.together.setdefault(document.index, []).extend(warnings)
            folder = Path(found.group)
            for path in paths if folder.is_dir() else ():
                target = checkout.root / path
                if target.is_relative_to(folder.resolve()):
                    shown = folder / target.relative_to(folder.resolve())
                    yield GivenFile(shown, str(shown), found.group)

    def _find_place(self, checkout: Checkout) -> Place:
        return Place(parse_remote(self.address_of(checkout)), checkout.branch(), frozenset(checkout.list_files()))
