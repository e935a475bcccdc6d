"""Schedules follow the files that scans keep: what is broken costs nothing of what was read before."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.core.yaml_text import load_yaml
from catalog.models import Claim, Entity, KeptFile, Origin
from teams.actions.pager_claims import claim_pagers
from teams.actions.portal_schedules import change_schedule, create_schedule, end_schedule
from teams.actions.schedules import sync_schedules
from teams.models import Schedule
from tests.catalog.factories import NOW, make_origin
from tests.scoring.factories import make_team
from tests.teams.schedules import COMMIT, keep_schedule, schedule_text

pytestmark = pytest.mark.django_db

LEDGER = "component:default/ledger"


def sync(origin: Origin) -> None:
    sync_schedules([f"repository:{origin.pk}"], NOW)


def test_a_file_becomes_its_schedules() -> None:
    keep_schedule(f"{schedule_text()}---\n{schedule_text('nights', 'group:default/owls')}")
    first, second = Schedule.objects.order_by("line")
    assert (first.ref, first.owner_ref, first.zone) == (
        "schedule:default/payments",
        "group:default/payments",
        "Europe/Berlin",
    )
    assert (first.commit, first.path, first.problem) == (COMMIT, "oncall.yaml", "")
    assert (second.ref, second.owner_ref, second.line) == ("schedule:default/nights", "group:default/owls", 8)


def test_what_says_the_same_writes_nothing() -> None:
    origin = keep_schedule(schedule_text())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        sync(origin)
    assert [query["sql"][:6] for query in queries] == ["SELECT", "SELECT"]


@pytest.mark.parametrize("broken", ["kind: Schedule\nname: payments\nowner: payments\n", "{", "", "[1]\n"])
def test_a_file_that_broke_keeps_what_was_good_and_says_why(broken: str) -> None:
    origin = keep_schedule(schedule_text())
    before = Schedule.objects.values_list("document", "commit", "owner_ref").get()
    keep_schedule(broken, origin)
    row = Schedule.objects.get()
    assert (row.document, row.commit, row.owner_ref) == before
    assert bool(row.problem) is bool(broken)
    assert (row.removed_at is None) is bool(broken)
    keep_schedule(schedule_text(), origin)
    assert Schedule.objects.filter(problem="", removed_at=None).count() == 1


def test_a_file_that_never_was_good_is_named_with_its_owner() -> None:
    keep_schedule("kind: Schedule\nname: payments\nowner: payments\ntime_zone: Mars/Olympus\nlayers: []\n")
    row = Schedule.objects.get()
    assert (row.ref, row.owner_ref, row.document) == ("schedule:default/payments", "group:default/payments", None)
    assert "time_zone" in row.problem


def test_a_file_that_is_no_yaml_is_named_by_its_path() -> None:
    keep_schedule("{", path="team/oncall.yaml")
    row = Schedule.objects.get()
    assert (row.ref, row.shown_name, row.document) == ("", "team/oncall.yaml", None)


def test_one_broken_document_does_not_cost_the_others() -> None:
    keep_schedule(f"{schedule_text()}---\nkind: Schedule\n---\n{schedule_text('nights')}")
    assert set(Schedule.objects.filter(problem="").values_list("ref", flat=True)) == {
        "schedule:default/payments",
        "schedule:default/nights",
    }


def test_a_file_that_is_gone_takes_its_schedules_with_it() -> None:
    origin = keep_schedule(schedule_text())
    KeptFile.objects.all().delete()
    sync(origin)
    assert Schedule.objects.get().removed_at == NOW


def test_a_hundred_files_cost_no_more_queries_than_one() -> None:
    origin = make_origin()
    for number in range(100):
        KeptFile.objects.create(
            origin=origin, kind="on-call", path=f"{number}/oncall.yaml", text=schedule_text(f"s{number}"),
            commit=COMMIT, digest=str(number), first_seen_at=NOW, changed_at=NOW,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        sync(origin)
    assert len(queries) == 4
    assert Schedule.objects.count() == 100


def _link(text: str) -> None:
    body = orjson.dumps({"metadata": {"annotations": {"bailiwick.dev/on-call-ref": text}}}).decode()
    times = {"first_seen_at": NOW, "changed_at": NOW}
    Entity.objects.update_or_create(
        ref=LEDGER, defaults={"kind": "Component", "name": "ledger", "namespace": "default", "body_json": body, **times}
    )


def claims() -> list[str]:
    return list(
        Claim.objects.filter(basis="pager", subject_ref=LEDGER, ended_at=None).values_list("owner_text", flat=True)
    )


def test_the_team_of_the_schedule_is_claimed_for_what_names_it() -> None:
    _link("payments")
    origin = keep_schedule(schedule_text())
    claim_pagers([f"repository:{origin.pk}"], NOW)
    claim = Claim.objects.get()
    assert (claim.subject_ref, claim.owner_text, claim.origin_id) == (LEDGER, "group:default/payments", origin.pk)
    assert claim.evidence == {"origin": origin.pk, "commit": COMMIT, "path": "oncall.yaml", "line": 1}
    keep_schedule(schedule_text(owner="cards"), origin)
    claim_pagers([f"repository:{origin.pk}"], NOW)
    assert claims() == ["group:default/cards"]
    _link("pagerduty:P1")
    claim_pagers([LEDGER], NOW)
    assert claims() == []


def test_nothing_is_claimed_for_what_names_another_schedule_or_none() -> None:
    _link("schedule:default/other")
    origin = keep_schedule(schedule_text())
    claim_pagers([LEDGER, f"repository:{origin.pk}"], NOW)
    assert claims() == []


def test_a_schedule_kept_in_the_portal_takes_its_claims_along_when_it_changes_and_when_it_ends() -> None:
    _link("payments")
    make_team("payments")
    make_team("cards")
    row = create_schedule(document("payments"), NOW)
    claim_pagers([row.ref], NOW)
    assert claims() == ["group:default/payments"]
    change_schedule(row.pk, document("cards"), NOW)
    claim_pagers([row.ref], NOW)
    assert claims() == ["group:default/cards"]
    end_schedule(row.pk, NOW)
    claim_pagers([row.ref], NOW)
    assert claims() == []


def document(owner: str) -> dict[str, Any]:
    data = load_yaml(schedule_text(owner=owner).encode()).documents[0].data
    assert isinstance(data, dict)
    return data
