"""Sources: adding, scanning, restricting and removing, for administrators."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from catalog.models import Entity, Origin, PendingChange, ScanJob, Source
from portal.models import AuditEvent
from tests.portal.organisation import Named, Organisation, count_queries
from tests.scoring.factories import make_origin

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sources that workers were told to list."""
    told: list[int] = []
    monkeypatch.setattr("portal.views.sources.list_one_source.delay", told.append)
    monkeypatch.setattr("portal.views.sources.deliver.delay", lambda: None)
    return told


def read(someone: Named, url: str = "/sources") -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", ["add", "{pk}", "{pk}/scan", "{pk}/remove", "{pk}/confirm"])
def test_only_administrators_change_sources(
    org: Organisation, lead: Named, outsider: Named, sent: list[int], path: str
) -> None:
    url = f"/sources/{path.format(pk=org.source.pk)}"
    for person in (lead, outsider):
        assert person.post(url, location="/srv", name="x").status_code == 403
    assert not sent
    assert Source.objects.filter(removed_at=None).count() == 2


def test_who_may_not_change_sources_sees_no_buttons_and_no_paths(owner: Named) -> None:
    page = read(owner)
    assert "/sources/add" not in page
    assert "Scan again" not in page
    assert "/srv/clones" not in page


def test_an_outsider_does_not_see_a_restricted_source(org: Organisation, outsider: Named, owner: Named) -> None:
    Source.objects.filter(is_restricted=True).update(name="the secret one")
    assert "the secret one" in read(owner)
    assert "the secret one" not in read(outsider)


def test_a_folder_is_added_and_a_worker_is_told(administrator: Named, sent: list[int], tmp_path: Path) -> None:
    response = administrator.post("/sources/add", location=str(tmp_path), name="Ours")
    assert response.headers["Location"] == "/sources"
    source = Source.objects.get(name="Ours")
    assert source.created_by_ref == f"account:{administrator.account.pk}"
    assert source.list_requested_at is not None
    assert sent == [source.pk]
    event = AuditEvent.objects.get(action="source-added")
    assert event.detail == {"location": str(tmp_path)}
    assert "looking for repositories" in read(administrator)


def test_without_a_broker_the_row_still_says_what_is_wanted(
    administrator: Named, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(_source_id: int) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("portal.views.sources.list_one_source.delay", fail)
    assert administrator.post("/sources/add", location=str(tmp_path), name="Ours").status_code == 302
    assert Source.objects.get(name="Ours").list_requested_at is not None


@pytest.mark.parametrize("location", ["relative/path", "/no/such/folder", ""])
def test_a_folder_that_cannot_be_used_says_why(administrator: Named, sent: list[int], location: str) -> None:
    response = administrator.post("/sources/add", location=location)
    assert response.status_code == 200
    assert 'class="bw-field-error"' in response.content.decode()
    assert not Source.objects.exists()


def test_scanning_again_frees_what_is_in_quarantine(org: Organisation, administrator: Named, sent: list[int]) -> None:
    ScanJob.objects.create(origin=org.origin, attempts=3, quarantined_at=timezone.now(), last_error="broken")
    administrator.post(f"/sources/{org.source.pk}/scan")
    job = ScanJob.objects.get()
    assert (job.quarantined_at, job.attempts) == (None, 0)
    assert job.due_at is not None
    assert sent == [org.source.pk]


def test_removing_asks_first(org: Organisation, administrator: Named) -> None:
    url = f"/sources/{org.source.pk}/remove"
    assert "Remove clones?" in read(administrator, url)
    assert Origin.objects.filter(source=org.source, removed_at=None).exists()
    administrator.post(url)
    assert not Origin.objects.filter(source=org.source, removed_at=None).exists()
    assert "/srv/clones" not in read(administrator).replace("/srv/secret", "")
    assert AuditEvent.objects.filter(action="source-removed").exists()
    assert administrator.get(url).status_code == 404


def test_restricting_a_source_hides_what_comes_from_it_at_once(
    org: Organisation, administrator: Named, owner: Named, outsider: Named, sent: list[int]
) -> None:
    administrator.post(
        f"/sources/{org.source.pk}", name="clones", is_restricted="on", reader_refs="group:default/shop",
        may_define_organisation="on",
    )  # fmt: skip
    assert "cart" in read(owner, "/services")
    assert "cart" not in read(outsider, "/services").partition("<table")[2]
    event = AuditEvent.objects.get(action="source-changed")
    assert event.detail == {"restricted": [False, True], "readers": [[], ["group:default/shop"]]}
    assert PendingChange.objects.filter(subject_ref=org.cart.ref, consumer="stitch").exists()


def test_a_source_that_is_no_longer_trusted_grants_nothing_any_more(
    org: Organisation, administrator: Named, owner: Named, sent: list[int]
) -> None:
    assert "vault" in read(owner, "/services")
    administrator.post(f"/sources/{org.source.pk}", name="clones")
    assert "vault" not in read(owner, "/services")


def test_saving_what_is_there_changes_nothing(org: Organisation, administrator: Named, sent: list[int]) -> None:
    administrator.post(f"/sources/{org.source.pk}", name="clones", may_define_organisation="on")
    assert not AuditEvent.objects.filter(action="source-changed").exists()
    assert not PendingChange.objects.exists()


def test_many_missing_repositories_go_when_somebody_confirms(org: Organisation, administrator: Named) -> None:
    Source.objects.filter(pk=org.source.pk).update(missing_held=1)
    Origin.objects.filter(pk=org.origin.pk).update(missing_since=timezone.now())
    assert "They are gone: remove them" in read(administrator)
    administrator.post(f"/sources/{org.source.pk}/confirm")
    assert Origin.objects.get(pk=org.origin.pk).removed_at is not None
    assert Entity.objects.get(pk=org.cart.pk).removed_at is not None


def test_the_part_that_polls_stops_when_everything_is_read(org: Organisation, owner: Named) -> None:
    Source.objects.update(listed_at=timezone.now())
    waiting = make_origin("waiting", org.source)
    part = read(owner, "/sources?part=1")
    assert "hx-get" in part
    assert "1 of 2 read" in part
    Origin.objects.filter(pk=waiting.pk).update(scanned_at=timezone.now())
    part = read(owner, "/sources?part=1")
    assert "hx-get" not in part
    assert "all read" in part


def test_a_source_that_could_not_be_listed_says_why(org: Organisation, owner: Named) -> None:
    Source.objects.filter(pk=org.source.pk).update(list_error="It is not a folder any more.", listed_at=timezone.now())
    assert "It is not a folder any more." in read(owner)


def test_the_queries(owner: Named) -> None:
    assert count_queries(owner, "/sources") == [*WHO, "catalog_origin", "catalog_source"]
