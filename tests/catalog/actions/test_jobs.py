from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from catalog.actions import jobs
from catalog.actions.jobs import LeaseLostError
from catalog.actions.leases import LEASE
from catalog.models import ScanJob
from tests.catalog.factories import NOW, make_job, make_origin

pytestmark = pytest.mark.django_db

LATER = NOW + LEASE + timedelta(seconds=1)


def lease(worker: str = "w1", at=NOW) -> jobs.LeasedJob:  # type: ignore[no-untyped-def]
    job = jobs.lease_job(worker, at)
    assert job is not None
    return job


def test_a_job_that_is_not_due_is_not_given() -> None:
    make_job()
    assert jobs.lease_job("w1", NOW) is None


def test_a_leased_job_is_given_to_nobody_else() -> None:
    make_job(due_at=NOW)
    lease()
    assert jobs.lease_job("w2", NOW) is None


def test_the_job_that_waited_longest_comes_first() -> None:
    make_job(make_origin("young"), due_at=NOW)
    old = make_job(make_origin("old"), due_at=NOW - timedelta(minutes=1))
    assert lease().id == old.pk


def test_a_worker_that_lost_its_lease_may_write_nothing() -> None:
    make_job(due_at=NOW)
    slow = lease("slow")
    quick = lease("quick", LATER)
    with transaction.atomic():
        jobs.assert_ours(quick)
        with pytest.raises(LeaseLostError):
            jobs.assert_ours(slow)
    assert not jobs.renew_lease(slow, LATER)
    jobs.finish_job(slow)
    assert ScanJob.objects.get().leased_by == "quick"


def test_a_renewed_lease_is_not_taken_over() -> None:
    make_job(due_at=NOW)
    job = lease()
    assert jobs.renew_lease(job, NOW + timedelta(seconds=50))
    assert jobs.lease_job("w2", LATER) is None


def test_a_finished_job_rests_until_it_is_requested() -> None:
    row = make_job(due_at=NOW)
    jobs.finish_job(lease())
    assert jobs.lease_job("w1", LATER) is None
    assert jobs.request_scans([row.origin_id], LATER) == [row.origin_id]
    assert lease(at=LATER).requested_at == LATER


def test_three_failures_quarantine_and_a_person_frees() -> None:
    row = make_job(due_at=NOW)
    at = NOW
    for _ in range(3):
        jobs.fail_job(lease(at=at), "no such folder", at)
        at += jobs.RETRY_AFTER
    assert jobs.lease_job("w1", at) is None
    stored = ScanJob.objects.get()
    assert (stored.quarantined_at is not None, stored.last_error) == (True, "no such folder")
    assert jobs.request_scans([row.origin_id], at) == []
    assert jobs.request_scans([row.origin_id], at, by_person=True) == [row.origin_id]
    assert lease(at=at).origin_id == row.origin_id


def test_two_failures_do_not_quarantine() -> None:
    make_job(due_at=NOW)
    for minutes in (0, 1):
        jobs.fail_job(lease(at=NOW + timedelta(minutes=minutes)), "busy", NOW + timedelta(minutes=minutes))
    assert ScanJob.objects.get().quarantined_at is None


def test_a_job_that_kills_three_workers_ends_in_quarantine() -> None:
    make_job(due_at=NOW)
    at = NOW
    for worker in ("w1", "w2", "w3"):
        lease(worker, at)
        at += LEASE + timedelta(seconds=1)
        due = jobs.recover_jobs(at)
    assert due == []
    assert ScanJob.objects.get().quarantined_at == at


def test_recovering_leaves_living_workers_alone() -> None:
    make_job(due_at=NOW)
    job = lease()
    assert jobs.recover_jobs(NOW + timedelta(seconds=30)) == []
    assert jobs.renew_lease(job, NOW + timedelta(seconds=30))


def test_asking_again_while_due_keeps_the_pass() -> None:
    row = make_job(due_at=NOW, requested_at=NOW)
    jobs.request_scans([row.origin_id], LATER)
    assert ScanJob.objects.get().requested_at == NOW
