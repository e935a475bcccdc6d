"""Finding entries by text: one interface, and behind it what each database has for that."""

from __future__ import annotations

from django.db import connection

from catalog.search.engine import SearchEngine
from catalog.search.postgresql import TrigramEngine
from catalog.search.sqlite import FullTextEngine

__all__ = ["SearchEngine", "get_engine"]

_ENGINES: dict[str, type[SearchEngine]] = {"sqlite": FullTextEngine, "postgresql": TrigramEngine}


def get_engine() -> SearchEngine:
    """The engine of the database in use."""
    return _ENGINES[connection.vendor]()
