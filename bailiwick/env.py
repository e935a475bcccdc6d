"""Reads settings from the environment and refuses wrong ones with name, value and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import environ  # type: ignore[import-untyped]  # django-environ ships no types
from django.core.exceptions import ImproperlyConfigured

ParsedT = TypeVar("ParsedT")

PREFIX = "BAILIWICK_"
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class Environment:
    """Typed access to environment variables that gathers every fault before it stops the start.

    Each reader returns the default when a value is missing or wrong; `finish()` raises once,
    naming all wrong values and all `BAILIWICK_` names that nobody asked for (a typo is a fault too).
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._asked: set[str] = set()
        self._faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        """The value as it stands, without surrounding blanks; the default when unset or empty."""
        self._asked.add(name)
        return self._values.get(name, "").strip() or default

    def boolean(self, name: str, default: bool) -> bool:
        """True or false, written as 1/0, true/false, yes/no or on/off."""
        value = self.text(name, "").lower()
        if value and value not in TRUE | FALSE:
            self._fault(name, value, "one of " + ", ".join(sorted(TRUE | FALSE)))
        return value in TRUE if value in TRUE | FALSE else default

    def integer(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        value = self.text(name, str(default))
        if value.isascii() and value.lstrip("-").isdigit() and low <= int(value) <= high:
            return int(value)
        self._fault(name, value, f"a whole number from {low} to {high}")
        return default

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """One word out of those allowed."""
        value = self.text(name, default)
        if value in allowed:
            return value
        self._fault(name, value, "one of " + ", ".join(allowed))
        return default

    def words(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of words with commas between them."""
        value = self.text(name, "")
        found = tuple(word.strip() for word in value.split(",") if word.strip())
        return found or default

    def parsed(self, name: str, parse: Callable[[tuple[str, ...]], ParsedT], *, is_secret: bool = False) -> ParsedT:
        """What `parse` makes of a list of words; it raises ValueError saying what is allowed. A secret is not shown."""
        words = self.words(name, ())
        try:
            return parse(words)
        except ValueError as error:
            self._fault(name, "***" if is_secret else ",".join(words), str(error))
            return parse(())

    def folder(self, name: str, default: Path) -> Path:
        """A folder, made absolute; it need not exist yet but must not be a file."""
        path = Path(self.text(name, str(default))).expanduser().resolve()
        if path.exists() and not path.is_dir():
            self._fault(name, str(path), "a folder, which is made where it does not exist")
            return default
        return path

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        """A URL whose scheme is one of those allowed; an empty default means: not configured."""
        value = self.text(name, default)
        if not value or value.partition(":")[0] in schemes:
            return value
        self._fault(name, _without_password(value), "a URL that starts with " + " or ".join(schemes))
        return default

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Django's settings of a database from a `sqlite:` or `postgres:` URL."""
        url = self.url(name, default, ("sqlite", "postgres", "postgresql"))
        return dict(environ.Env.db_url_config(url))

    def mail(self, name: str) -> dict[str, Any]:
        """Django's mail settings from an `smtp:` URL; empty when mail is not configured."""
        url = self.url(name, "", ("smtp", "smtp+tls", "smtp+ssl", "smtps"))
        return dict(environ.Env.email_url_config(url)) if url else {}

    def finish(self) -> None:
        """Raise ImproperlyConfigured naming every wrong value, or return."""
        for name in sorted(self._values):
            if name.startswith(PREFIX) and name not in self._asked:
                known = ", ".join(sorted(n for n in self._asked if n.startswith(PREFIX)))
                self._faults.append(f"{name} is not a setting of Bailiwick. Known: {known}")
        if self._faults:
            raise ImproperlyConfigured("Wrong settings in the environment:\n  " + "\n  ".join(self._faults))

    def _fault(self, name: str, value: str, allowed: str) -> None:
        self._faults.append(f"{name}={value!r} is not allowed: expected {allowed}.")


def _without_password(url: str) -> str:
    """The URL with what stands before an @ replaced, so that no password reaches a log."""
    head, at, tail = url.rpartition("@")
    return f"{head.partition('//')[0]}//***@{tail}" if at else url
