"""Rows written and found as values, without a model's instance for each."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import SearchTerm
from catalog.models.bulk import find_values, insert_values, update_values

pytestmark = pytest.mark.django_db

COLUMNS = ("key", "value", "original", "guard", "posting")
ROWS = [
    ("kind", "component", "Component", 0, "1"),
    ("kind", "component", "component", 7, ""),
    ("ä'", '"q"', "", 2**40, "x"),
]


def test_rows_are_found_by_several_columns_at_once() -> None:
    insert_values(SearchTerm, COLUMNS, ROWS)
    found = find_values(SearchTerm, ("key", "value"), [("kind", "component"), ("nope", "x")], ("original", "guard"))
    assert sorted(found) == [("Component", 0), ("component", 7)]
    assert find_values(SearchTerm, ("guard", "key"), [(2**40, "ä'")], COLUMNS) == [ROWS[2]]
    assert find_values(SearchTerm, ("key",), [], COLUMNS) == []


def test_updates_write_the_named_columns_of_the_rows_with_these_ids() -> None:
    insert_values(SearchTerm, COLUMNS, ROWS)
    first, second, _ = SearchTerm.objects.order_by("pk")
    update_values(SearchTerm, ("posting", "guard"), [(second.pk, "2,3", 9)])
    update_values(SearchTerm, ("posting",), [])
    assert list(SearchTerm.objects.order_by("pk").values_list(*COLUMNS)) == [
        ROWS[0], ("kind", "component", "component", 9, "2,3"), ROWS[2],
    ]  # fmt: skip
    assert first.pk < second.pk


def test_one_statement_for_any_number() -> None:
    counts = []
    for many in (3, 300):
        rows = [("k", str(number), f"{many}-{number}", 0, "") for number in range(many)]
        with CaptureQueriesContext(connection) as queries:
            insert_values(SearchTerm, COLUMNS, rows)
            find_values(SearchTerm, ("key", "original"), [row[:1] + row[2:3] for row in rows], ("id",))
        counts.append(len(queries))
    assert counts == [2, 2]
