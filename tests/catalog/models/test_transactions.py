"""Reading as of one moment: one transaction that holds nobody up and writes nothing."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import Lease
from catalog.models.transactions import reading


@pytest.mark.django_db(transaction=True)
def test_nothing_can_be_written_while_reading() -> None:
    with pytest.raises(DatabaseError, match=r"read-only|readonly"), reading():
        Lease.objects.create(name="x")
    Lease.objects.create(name="y")
    assert [lease.name for lease in Lease.objects.all()] == ["y"]


@pytest.mark.django_db(transaction=True)
def test_what_others_write_meanwhile_is_not_seen() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite is in memory, where a reader and a writer share one cache")
    with reading():
        assert Lease.objects.count() == 0
        _write_in_another_connection("x")
        assert Lease.objects.count() == 0
    assert Lease.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sqlite_takes_no_write_lock_for_reading_and_takes_it_again_for_writing() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with CaptureQueriesContext(connection) as queries:
        with reading():
            Lease.objects.count()
        with transaction.atomic():
            Lease.objects.count()
    begun = [query["sql"] for query in queries if query["sql"].startswith("BEGIN ")]
    assert begun == ["BEGIN DEFERRED", "BEGIN IMMEDIATE"]


@pytest.mark.django_db
def test_inside_another_transaction_that_ones_rules_hold() -> None:
    with transaction.atomic(), reading():
        Lease.objects.create(name="x")
    assert Lease.objects.count() == 1


def _write_in_another_connection(name: str) -> None:
    def write() -> None:
        Lease.objects.create(name=name)
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    writer.join()
