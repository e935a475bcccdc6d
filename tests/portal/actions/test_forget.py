"""Erasing a person who is everywhere: nothing names them after it, sums stay, and no scan brings them back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models, transaction

from catalog.actions.jobs import LeaseLostError, assert_ours, lease_job, recover_jobs
from catalog.core.access import COMMAND
from catalog.models import ChangeLog, Entity, ErasedText, Origin, ScanJob
from catalog.models.clock import database_now
from portal.actions.audit import record_event
from portal.actions.forget import Forgotten, forget_person
from portal.erasure_fields import CLEANED_OR_OWN, FIELDS
from portal.models import Account, AuditEvent
from scoring.models import AuthorActivity
from scoring.selectors.organisation import load_organisation
from teams.models import Membership, Person, Schedule
from teams.selectors.schedules import list_schedule_shifts
from tests.portal.erasure_world import (
    EMAIL,
    MARKS,
    NAMED,
    NOREPLY,
    OLD_EMAIL,
    REF,
    commit_as,
    fill_tables,
    make_company,
    scan,
    sum_up,
    walk_tables,
)
from tests.repositories import Clones
from tests.scoring.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = (models.CharField, models.TextField, models.JSONField)
SINCE, UNTIL = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 2, 5, tzinfo=UTC)


@pytest.fixture
def company(clones: Clones, tmp_path: Path, settings: pytest.FixtureRequest) -> Clones:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"  # type: ignore[attr-defined]
    make_company(clones)
    fill_tables()
    return clones


def list_shifts() -> list[tuple[datetime, datetime, int]]:
    schedule = Schedule.objects.get(ref="schedule:default/shop")
    return [(each.start, each.end, len(each.people)) for each in list_schedule_shifts(schedule, SINCE, UNTIL)]


def forget() -> Forgotten:
    return forget_person(COMMAND, REF)


@pytest.mark.django_db(transaction=False)
def test_every_column_with_text_says_whether_it_may_name_a_person() -> None:
    """Whoever adds a column decides it: what is not listed would keep the name of somebody who was erased."""
    found = {
        model._meta.label: {field.name for field in model._meta.local_fields if isinstance(field, TEXTS)}
        for model in apps.get_models(include_auto_created=True)
    }
    listed = {label: set(holds) for label, holds in FIELDS.items()}
    assert {label: names for label, names in found.items() if names != listed.get(label, set())} == {}
    assert set(listed) <= set(found)


def test_the_person_is_everywhere_before(company: Clones) -> None:
    """What the other tests prove of every table, they prove because the name was there."""
    found = walk_tables()
    tables = {
        apps.get_model(label)._meta.db_table for label, holds in FIELDS.items() if set(holds.values()) & CLEANED_OR_OWN
    }
    never = {
        "catalog_pendingchange", "catalog_namedfile", "catalog_coderoot", "catalog_ownership", "scoring_scoreday",
        "teams_team",
    }  # fmt: skip
    assert tables - never <= set(found)


def test_nothing_names_them_and_the_sums_are_what_they_were(company: Clones) -> None:
    before, shifts = sum_up(), list_shifts()
    found = forget()
    assert walk_tables() == {}
    assert found.left == []
    assert sum_up() == before
    assert list_shifts() == shifts
    assert shifts, "there are shifts to compare"
    lead = Membership.objects.get(person__ref=found.ref, until=None, team__name="shop")
    assert lead.is_lead
    directory = load_organisation().make_directory()
    people = {directory.bind(row).person_ref for row in list_authors()}
    assert people == {found.ref, "user:default/bo"}, "their commits still count for their team"


def list_authors() -> list[str]:
    return sorted(
        set(AuthorActivity.objects.exclude(author_email__startswith="ada").values_list("author_email", flat=True))
    )


def test_no_scan_brings_them_back(company: Clones) -> None:
    ref = forget().ref
    commit_as(company, "org", OLD_EMAIL, {"README.md": NAMED})
    commit_as(
        company,
        "shop",
        EMAIL,
        {"cart/new.py": "1", "oncall.yaml": (company.root / "shop/oncall.yaml").read_text() + "# more\n"},
    )
    commit_as(company, "shop", "999+zmarq7@users.noreply.github.com", {"cart/newer.py": "1"})
    scan(company)
    assert walk_tables() == {}
    assert Person.objects.get(ref=ref).left_at is None
    assert not Entity.objects.filter(ref=REF).exists()
    assert Membership.objects.get(person__ref=ref, until=None).is_lead


def test_a_scan_of_what_was_cleaned_finds_nothing_new(company: Clones) -> None:
    forget()
    before = ChangeLog.objects.count()
    Origin.objects.update(read_digest="")
    scan(company)
    assert ChangeLog.objects.count() == before
    assert walk_tables() == {}


def test_a_second_run_changes_nothing(company: Clones) -> None:
    first = forget()
    second = forget()
    assert (second.ref, second.rows, second.is_first, second.left) == (first.ref, {}, False, [])
    assert AuditEvent.objects.filter(action="person-forgotten").count() == 1


def test_a_trial_changes_nothing_and_says_what_would(company: Clones) -> None:
    before = walk_tables()
    trial = forget_person(COMMAND, REF, is_trial=True)
    assert walk_tables() == before
    assert not ErasedText.objects.exists()
    found = forget()
    assert trial.rows == found.rows
    assert {(each.repository, each.path) for each in trial.files} >= {
        ("org", "catalog-info.yaml"), ("org", "team-api.yaml"), ("shop", "oncall.yaml"), ("shop", "CODEOWNERS"),
    }  # fmt: skip
    assert (trial.commits, trial.repositories) == (5, 1)


def test_nobody_signs_in_with_their_account_and_the_audit_names_the_pseudonym(company: Clones) -> None:
    token = Account.objects.get(person_ref=REF).tokens.get()
    record_event("account:1", "token-made", f"token:{token.pk}", name="on my desk", scopes=["read"])
    found = forget()
    account = Account.objects.get(person_ref=found.ref)
    assert not account.is_active
    assert not account.is_administrator
    assert not account.has_usable_password()
    assert account.tokens.get().revoked_at
    assert account.feeds.get().revoked_at
    assert AuditEvent.objects.get(action="token-made").detail["name"] == "erased"
    event = AuditEvent.objects.get(action="person-forgotten")
    assert event.subject == found.ref
    assert not any(mark in f"{event.subject} {event.detail}".casefold() for mark in MARKS)


def test_others_are_left_alone(company: Clones) -> None:
    forget()
    bo = Person.objects.get(name="bo")
    assert (bo.shown_name, bo.email) == ("Bo Bee", "bo@example.org")
    assert NOREPLY not in list_authors()


def test_what_a_scan_read_before_is_not_written_after(company: Clones) -> None:
    ScanJob.objects.update(due_at=NOW, requested_at=NOW)
    job = lease_job("slow", database_now())
    assert job is not None
    forget()
    with pytest.raises(LeaseLostError), transaction.atomic():
        assert_ours(job)
    assert job.origin_id in recover_jobs(database_now()), "it is looked at again"
