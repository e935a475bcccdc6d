"""Reads written out as SQL, planned once on PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import ServedVersion
from catalog.models.prepared import read_rows

pytestmark = pytest.mark.django_db

READ = "SELECT token FROM catalog_servedversion WHERE token = %s"


def test_rows_are_found_however_often_it_is_asked() -> None:
    ServedVersion.objects.all().delete()
    ServedVersion.objects.create(token="one")
    for _ in range(5):  # the first times unprepared
        assert read_rows(READ, ["one"]) == [("one",)]
        assert read_rows(READ, ["two"]) == []


def test_a_value_is_never_part_of_the_statement() -> None:
    assert read_rows(READ, ["' OR 'a' = 'a"]) == []


def test_it_is_counted_like_every_query() -> None:
    with CaptureQueriesContext(connection) as captured:
        read_rows(READ, ["one"])
    assert len(captured) == 1


def test_text_and_numbers_come_the_same_in_either_form() -> None:
    kind = "BLOB" if connection.vendor == "sqlite" else "bytea"
    given = "CAST('a' AS text), 70000" if connection.vendor == "sqlite" else "'a'::text, 70000"
    for as_bytes in (False, True):
        assert read_rows(f"SELECT {given}", as_bytes=as_bytes) == [("a", 70_000)]
    assert [bytes(row[0]) for row in read_rows(f"SELECT CAST('a' AS {kind})", as_bytes=True)] == [b"a"]


def test_errors_are_those_of_django() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        read_rows("SELECT nothing FROM nowhere")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans anew each time")
def test_postgresql_keeps_the_plan() -> None:
    for _ in range(4):
        read_rows(READ, ["one"])
    assert read_rows(
        "SELECT count(*) > 0 FROM pg_prepared_statements WHERE statement LIKE %s", ["%servedversion%"]
    ) == [(True,)]
