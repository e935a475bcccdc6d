"""Health, for monitors that have no account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from catalog.models import ScanJob, Source
from tests.scoring.factories import make_origin, make_source

pytestmark = pytest.mark.django_db


def test_an_empty_installation_is_well(signed_out: Client) -> None:
    response = signed_out.get("/health?worker=required")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


def test_work_that_waits_too_long_means_that_no_worker_works(signed_out: Client) -> None:
    now = timezone.now()
    source = make_source(listed_at=now)
    origin = make_origin("shop", source)
    ScanJob.objects.create(origin=origin, due_at=now - timedelta(minutes=6))
    assert signed_out.get("/health").json()["worker"] == "late"
    assert signed_out.get("/health").status_code == 200, "the web server itself is well"
    assert signed_out.get("/health?worker=required").status_code == 503


def test_work_that_is_being_done_is_not_late(signed_out: Client) -> None:
    now = timezone.now()
    origin = make_origin("shop", make_source(listed_at=now))
    ScanJob.objects.create(
        origin=origin, due_at=now - timedelta(hours=1), leased_by="host:1", lease_expires_at=now + timedelta(seconds=30)
    )
    assert signed_out.get("/health?worker=required").status_code == 200


def test_a_quarantined_repository_does_not_make_the_worker_late(signed_out: Client) -> None:
    now = timezone.now()
    origin = make_origin("shop", make_source(listed_at=now))
    ScanJob.objects.create(origin=origin, due_at=now - timedelta(hours=1), quarantined_at=now)
    assert signed_out.get("/health").json()["worker"] == "ok"


def test_a_source_nobody_lists_any_more_means_that_beat_stands_still(signed_out: Client) -> None:
    make_source(listed_at=timezone.now())
    assert signed_out.get("/health").json()["worker"] == "ok"
    Source.objects.update(listed_at=timezone.now() - timedelta(hours=2))
    assert signed_out.get("/health").json()["worker"] == "late"


def test_a_database_that_does_not_answer_is_said_so(signed_out: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("password=hunter2")

    monkeypatch.setattr("portal.views.health.get_health", fail)
    response = signed_out.get("/health")
    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"
    assert "hunter2" not in response.content.decode()
