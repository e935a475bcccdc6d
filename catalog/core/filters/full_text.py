"""The full-text filter: a term, and the fields it is looked for in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.core.filters.errors import InputError

LONGEST_TERM = 1000
MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class FullText:
    """A term as given, and search keys; without keys, names, titles, descriptions and tags are searched."""

    term: str = ""
    fields: tuple[str, ...] | None = None

    @property
    def wanted(self) -> str:
        """What to look for: trimmed and in lower case; empty for everything."""
        return self.term.strip().lower()

    @property
    def keys(self) -> tuple[str, ...] | None:
        """The search keys to look in, None for the usual ones."""
        return None if self.fields is None else tuple(field.lower() for field in self.fields)

    @classmethod
    def make(cls, term: str, fields: list[str] | None) -> FullText:
        """From query parameters. Raises InputError."""
        if len(term) > LONGEST_TERM or len(fields or ()) > MOST_FIELDS:
            raise InputError("The full text filter is too long")
        named = tuple(name.strip() for text in fields or () for name in text.split(",") if name.strip())
        return cls(term, named or None)

    @classmethod
    def read(cls, value: Any) -> FullText:
        """From JSON, `{"term": ..., "fields": [...]}`. Raises InputError."""
        if value is None:
            return cls()
        term, fields = (value.get("term", ""), value.get("fields")) if isinstance(value, dict) else (None, None)
        if not isinstance(term, str) or not (fields is None or _are_texts(fields)):
            raise InputError("The full text filter must be an object with a term and a list of fields")
        return cls.make(term, fields)

    def as_json(self) -> dict[str, Any]:
        """As `read` reads it."""
        return {"term": self.term} | ({"fields": list(self.fields)} if self.fields is not None else {})


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
