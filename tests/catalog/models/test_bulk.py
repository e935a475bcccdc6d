from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from catalog.models import ChangeLog, Entity, Origin
from catalog.models.bulk import among, among_ids, delete_rows, insert_rows, update_rows
from tests.catalog.factories import NOW, make_origin

pytestmark = pytest.mark.django_db


def entity(number: int, **fields: object) -> Entity:
    values = {"ref": f"component:default/c{number}", "kind": "Component", "namespace": "default", "name": f"c{number}"}
    return Entity(**(values | {"first_seen_at": NOW, "changed_at": NOW} | fields))


def test_rows_come_back_as_they_were_given() -> None:
    origin = make_origin()
    at = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
    fields = {"spec.owner": ["a", None], "ä": ['"quoted"', {"deep": [1, True]}]}
    insert_rows([ChangeLog(subject_ref="r", action="added", fields=fields, actor_ref="scan", origin=origin, at=at)])
    row = ChangeLog.objects.get()
    assert (row.fields, row.at, row.origin_id, row.commit) == (fields, at, origin.pk, "")


def test_what_the_orm_filters_by_finds_inserted_rows() -> None:
    given = entity(1, removed_at=NOW)
    insert_rows([given])
    assert Entity.objects.get(uid=given.uid).removed_at == NOW
    assert Entity.objects.filter(removed_at__lte=NOW, first_seen_at=NOW).exists()


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    def count(rows: range) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            insert_rows([entity(n) for n in rows])
            stored = list(Entity.objects.filter(ref__in=among([f"component:default/c{n}" for n in rows])))
            update_rows(stored, ("title",))
            delete_rows(Entity, [row.pk for row in stored])
        assert not Entity.objects.exists()
        return len(queries)

    assert count(range(2)) == count(range(2000)) == 4


def test_updates_write_only_the_named_attributes() -> None:
    insert_rows([entity(1), entity(2)])
    rows = list(Entity.objects.order_by("ref"))
    for row in rows:
        row.title, row.description = f"title of {row.name}", "not written"
    update_rows(rows[:1], ("title",))
    assert list(Entity.objects.order_by("ref").values_list("title", "description")) == [("title of c1", ""), ("", "")]


def test_an_update_can_write_null() -> None:
    insert_rows([entity(1, removed_at=NOW)])
    row = Entity.objects.get()
    row.removed_at = None
    update_rows([row], ("removed_at",))
    assert Entity.objects.get().removed_at is None


def test_conflicts_are_refused_unless_they_are_to_be_ignored() -> None:
    insert_rows([entity(1, title="first")])
    insert_rows([entity(1, title="second"), entity(2)], ignore_conflicts=True)
    assert list(Entity.objects.order_by("ref").values_list("title", flat=True)) == ["first", ""]
    with pytest.raises(IntegrityError):
        insert_rows([entity(1)])


def test_nothing_is_found_among_nothing() -> None:
    make_origin()
    assert not Origin.objects.filter(name__in=among([])).exists()
    assert not Origin.objects.filter(pk__in=among_ids([])).exists()


def test_booleans_and_numbers_keep_their_types() -> None:
    origin = make_origin()
    origin.is_fork, origin.codeowners = True, {"folders": {"": [["@a"], 3, 0.5]}}
    update_rows([origin], ("is_fork", "codeowners"))
    stored = Origin.objects.get(is_fork=True)
    assert stored.codeowners == {"folders": {"": [["@a"], 3, 0.5]}}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the planner of SQLite is told by nobody")
def test_the_planner_knows_what_many_rows_say_since_they_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.models.bulk.ANALYSE_FROM", 50)
    insert_rows([entity(number, kind="component") for number in range(50)])
    rows = list(Entity.objects.all())
    for row in rows:
        row.kind = "Component"
    update_rows(rows, ("kind",))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT most_common_vals::text FROM pg_stats WHERE tablename = 'catalog_entity' AND attname = 'kind'"
        )
        assert cursor.fetchall() == [("{Component}",)]
