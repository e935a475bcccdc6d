"""Reads written out as SQL, planned once on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, DataError, OperationalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg import connect
from psycopg.pq import TransactionStatus

from catalog.models import ServedVersion
from catalog.models.prepared import read_rows

pytestmark = pytest.mark.django_db

READ = "SELECT token FROM catalog_servedversion WHERE token = %s"


def test_rows_are_found_however_often_it_is_asked() -> None:
    ServedVersion.objects.all().delete()
    ServedVersion.objects.create(token="one")
    for _ in range(5):  # the first time it is prepared
        assert read_rows(READ, ["one"]) == [("one",)]
        assert read_rows(READ, ["two"]) == []


def test_a_value_is_never_part_of_the_statement() -> None:
    assert read_rows(READ, ["' OR 'a' = 'a"]) == []


def test_it_is_counted_like_every_query() -> None:
    with CaptureQueriesContext(connection) as captured:
        read_rows(READ, ["one"])
    assert len(captured) == 1


def test_large_texts_come_as_they_are_stored() -> None:
    given = "CAST('ä' AS BLOB), 70000" if connection.vendor == "sqlite" else "'ä'::text, 70000"
    assert read_rows(f"SELECT {given}", as_bytes=True) == [("ä".encode(), 70_000)]


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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="how the statement travels is a matter of PostgreSQL")
class TestAtPostgreSQL:
    """What a cursor of the driver's would see to."""

    def test_a_value_never_ends_at_a_nul(self) -> None:
        with pytest.raises(DatabaseError, match="NUL"):
            read_rows(READ, ["one\0two"])

    def test_values_have_their_types(self) -> None:
        at, uid = datetime(2026, 3, 29, 1, 30, tzinfo=UTC), UUID(int=7)
        wanted = "SELECT %s::timestamptz = '2026-03-29 01:30Z', %s::uuid, %s::int + 1, %s::text"
        for _ in range(2):
            assert read_rows(wanted, [at, uid, 70_000, None]) == [(True, uid, 70_001, None)]
            assert read_rows(wanted, [at, uid, 7, "a"]) == [(True, uid, 8, "a")]

    def test_errors_are_of_the_kind_that_django_has_for_them(self) -> None:
        with pytest.raises(DataError), transaction.atomic():
            read_rows("SELECT 1 / %s::int", [0])
        with pytest.raises(ProgrammingError), transaction.atomic():
            read_rows("SELECT nothing FROM nowhere")

    @pytest.mark.django_db(transaction=True)
    def test_a_read_that_comes_first_begins_the_transaction(self) -> None:
        with transaction.atomic():
            read_rows(READ, ["one"])
            assert connection.connection.info.transaction_status == TransactionStatus.INTRANS
        read_rows(READ, ["one"])
        assert connection.connection.info.transaction_status == TransactionStatus.IDLE

    @pytest.mark.django_db(transaction=True)
    def test_a_connection_that_was_cut_is_an_error_once(self) -> None:
        connection.ensure_connection()
        with connect(connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        with pytest.raises(OperationalError):
            read_rows(READ, ["one"])
        connection.close()
        assert read_rows("SELECT 1") == [(1,)]
