"""PostgreSQL: the extension pg_trgm and GIN indexes of trigrams (migration `search_entries`)."""

from __future__ import annotations

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value

from catalog.models import SearchEntry
from catalog.search.engine import CANDIDATES, SearchEngine

INDEXES = ("search_entry_names_trigrams", "search_entry_rest_trigrams")
#: It also counts what the name has more, so that it is lower than ours: two letters swapped in six leave 0.27.
THRESHOLD = "0.25"
#: Trigrams of new rows wait in a list, which is a tenth of the work where rows are many; while there is one, the
#: planner reads the whole table. Only an index's owner may empty its list; for another account the next vacuum does.
EMPTY_LISTS = """
    SELECT gin_clean_pending_list(oid::regclass) FROM pg_class
    WHERE relname = ANY(%s) AND pg_table_is_visible(oid) AND pg_has_role(relowner, 'USAGE')
"""


class TrigramEngine(SearchEngine):
    """Substrings by LIKE, which the indexes serve from three letters on; trigrams in common by `word_similarity`."""

    def hold(self, text: str) -> Q:
        """LIKE on both columns."""
        return Q(names__contains=text) | Q(rest__contains=text)

    def list_near(self, rows: QuerySet[SearchEntry], text: str) -> list[tuple[int, str]]:
        """By the operator `%>`, which the index serves; its threshold holds for one transaction."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [THRESHOLD])
            near = rows.filter(TrigramWordSimilar(F("names"), Value(text)))
            found = near.order_by(TrigramWordSimilarity(text, "names").desc(), "pk")
            return list(found.values_list("pk", "names")[:CANDIDATES])

    def settle(self) -> None:
        """Empty the lists that new trigrams wait in."""
        with connection.cursor() as cursor:
            cursor.execute(EMPTY_LISTS, [list(INDEXES)])

    def rebuild(self) -> None:
        """Rows and index entries that were deleted are gone for good after this."""
        with connection.cursor() as cursor:
            for name in INDEXES:
                cursor.execute(f"REINDEX INDEX {name}")
