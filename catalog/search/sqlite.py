"""SQLite: an FTS5 index of trigrams beside the table, kept in step by triggers (migration `search_entries`)."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from catalog.core.text_search.trigrams import list_trigrams
from catalog.models import SearchEntry
from catalog.search.engine import CANDIDATES, TRIGRAM, SearchEngine

INDEX = "catalog_searchtext"


class FullTextEngine(SearchEngine):
    """Substrings and trigrams in common by FTS5's trigram tokenizer."""

    def hold(self, text: str) -> Q:
        """The text as a phrase of trigrams; one too short for that is looked for in every row."""
        if len(text) < TRIGRAM:
            return Q(names__contains=text) | Q(rest__contains=text)
        return _matches(_quote(text))

    def list_near(self, rows: QuerySet[SearchEntry], text: str) -> list[tuple[int, str]]:
        """By any trigram in common, ordered by FTS5's own rank."""
        shared = " OR ".join(_quote(trigram) for trigram in list_trigrams(text))
        if not shared:
            return []
        near = RawSQL(  # noqa: S611  # bound
            f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s ORDER BY rank LIMIT {CANDIDATES}",  # noqa: S608
            [f"names : ({shared})"],
        )
        return list(rows.filter(pk__in=near).values_list("pk", "names"))

    def settle(self) -> None:
        """The text index is in step at every moment: nothing to do."""

    def rebuild(self) -> None:
        """FTS5's own command."""
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608  # a constant


def _quote(text: str) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"'


def _matches(query: str) -> Q:
    return Q(pk__in=RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [query]))  # noqa: S608, S611  # bound
