"""Repositories, their scans and their broken files."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Descriptor, Origin, Scan, ScanJob
from portal.models import AuditEvent
from scoring.models import AuthorActivity, Finding
from teams.models import Membership, Person, Team
from tests.portal.organisation import Named, Organisation, count_queries, sign_in
from tests.scoring.factories import NOW, TIP, make_entity, make_origin

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]


@pytest.fixture(autouse=True)
def hints(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """What workers were told to look at."""
    told: list[list[int]] = []
    monkeypatch.setattr("portal.views.repositories.hint_scans", told.append)
    return told


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


def names(someone: Named, url: str) -> list[str]:
    return [part.partition(">")[2].partition("<")[0] for part in read(someone, url).split("data-row-link")[1:]]


def make_broken(origin: Origin, path: str = "bad/catalog-info.yaml", **fields: object) -> Descriptor:
    values = {"error": "found a tab", "error_line": 3, "stage": "yaml", "state": "broken", "ref": ""} | fields
    return Descriptor.objects.create(
        origin=origin, path=path, doc_index=0, digest="x", commit=TIP, error_commit=TIP, first_seen_at=NOW, **values
    )


def commit_in(origin: Origin, author: str, commits: int, *, is_bot: bool = False) -> None:
    AuthorActivity.objects.create(
        origin=origin, author_email=f"{author}@example.org", author_name=author, day_date=timezone.now().date(),
        commits=commits, is_bot=is_bot, last_commit=TIP, last_committed_at=NOW,
    )  # fmt: skip


def test_an_outsider_gets_404(org: Organisation, outsider: Named, owner: Named) -> None:
    hidden = f"/repositories/{org.hidden_origin.pk}"
    assert owner.get(hidden).status_code == 200
    assert outsider.get(hidden).status_code == 404
    assert outsider.post(f"{hidden}/scan").status_code == 404
    assert names(outsider, "/repositories") == ["shop"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("", ["broken", "failed", "shop", "waiting"]),
        ("waiting", ["waiting"]),
        ("failed", ["failed"]),
        ("broken", ["broken"]),
        ("fine", ["shop"]),
        ("archived", ["shop"]),
        ("missing", []),
    ],
)
def test_repositories_by_how_the_last_look_went(
    org: Organisation, outsider: Named, state: str, expected: list[str]
) -> None:
    make_origin("waiting", org.source)
    make_origin("failed", org.source, scan_error="It is damaged.")
    make_broken(make_origin("broken", org.source, scanned_at=NOW))
    Origin.objects.filter(pk=org.origin.pk).update(is_archived=True)
    assert names(outsider, f"/repositories?state={state}") == expected


def test_a_repository_without_a_commit_is_not_waiting(org: Organisation, outsider: Named) -> None:
    make_origin("empty", org.source, scanned_at=NOW)
    assert "no commits" in read(outsider, "/repositories?q=empty")


def test_the_list_sorts_by_what_was_counted(org: Organisation, outsider: Named) -> None:
    make_broken(make_origin("broken", org.source, scanned_at=NOW))
    assert names(outsider, "/repositories?sort=-broken") == ["broken", "shop"]
    assert names(outsider, "/repositories?sort=-declared") == ["shop", "broken"]


def test_the_page_says_what_it_declares_and_whose_code_is_where(org: Organisation, owner: Named) -> None:
    page = read(owner, f"/repositories/{org.origin.pk}")
    assert "path=cart%2Fcatalog-info.yaml" in page
    assert "in force" in page
    folders = page.partition("Whose code is where")[2]
    assert "<code>cart</code>" in folders
    assert 'href="/entities/component/default/cart"' in folders


def test_a_repository_that_cannot_be_read_says_why_and_that_nothing_is_lost(org: Organisation, owner: Named) -> None:
    Origin.objects.filter(pk=org.origin.pk).update(scan_error="An object is missing.")
    ScanJob.objects.create(origin=org.origin, quarantined_at=NOW, attempts=3, last_error="An object is missing.")
    page = read(owner, f"/repositories/{org.origin.pk}")
    assert "It could not be read." in page
    assert "What was known before is kept." in page
    assert "Three looks in a row failed" in page


def test_scans_are_listed_with_what_they_found(org: Organisation, owner: Named) -> None:
    Scan.objects.create(origin=org.origin, commit=TIP, started_at=NOW, finished_at=NOW, added=41)
    Scan.objects.create(origin=org.origin, started_at=NOW, finished_at=NOW, error="It was damaged.")
    page = read(owner, f"/repositories/{org.origin.pk}")
    assert ">41<" in page
    assert "It was damaged." in page


def test_work_is_shown_by_team_and_never_by_person(org: Organisation, owner: Named, outsider: Named) -> None:
    commit_in(org.origin, "olga", 30)
    commit_in(org.origin, "otto", 9)
    commit_in(org.origin, "stranger", 1)
    commit_in(org.origin, "robot", 100, is_bot=True)
    work = read(owner, f"/repositories/{org.origin.pk}").partition("Who works here")[2]
    assert "30 commits" in work
    assert "75 %" in work
    assert "in no known team" in work
    assert "100 commits by bots" in work
    assert "olga" not in work.lower()
    assert "stranger" not in work


def test_work_counts_for_the_team_of_its_day(org: Organisation, owner: Named, outsider: Named) -> None:
    """Whoever has changed teams takes no commits along: findings and this page must say the same."""
    money = Team.objects.get(name="money")
    otto = Person.objects.get(name="otto")
    commit_in(org.origin, "otto", 9)
    worked = timezone.now()
    Membership.objects.filter(person=otto).update(since=worked - timedelta(days=3), until=worked + timedelta(days=3))
    Membership.objects.create(team=org.shop, person=otto, since=worked + timedelta(days=4))
    work = read(owner, f"/repositories/{org.origin.pk}").partition("Who works here")[2]
    assert money.title in work
    assert org.shop.title not in work


def test_the_work_of_a_hidden_team_is_told_without_its_name(org: Organisation, owner: Named, outsider: Named) -> None:
    hidden = make_entity("vaulters", "", kind="Group", type="team", origin=org.hidden_origin)
    vaulters = Team.objects.create(ref=hidden.ref, name="vaulters", source=hidden.source, first_seen_at=NOW)
    olga = Person.objects.get(name="olga")
    Membership.objects.filter(person=olga).update(team=vaulters)
    commit_in(org.origin, "olga", 7)
    work = read(outsider, f"/repositories/{org.origin.pk}").partition("Who works here")[2]
    assert "A team you may not see" in work
    assert "7 commits" in work
    assert "vaulters" not in work


def test_a_repository_of_bots_alone_says_that_no_person_works_there(org: Organisation, owner: Named) -> None:
    commit_in(org.origin, "robot", 100, is_bot=True)
    assert "No commit by a person" in read(owner, f"/repositories/{org.origin.pk}")


def test_findings_about_the_repository_itself_are_there(org: Organisation, owner: Named) -> None:
    Finding.objects.filter(pk=org.finding.pk).update(subject_ref=org.origin.ref, sentence="Nobody claims it.")
    assert "Nobody claims it." in read(owner, f"/repositories/{org.origin.pk}")


def test_its_owners_and_administrators_may_have_it_looked_at_again(
    org: Organisation, teammate: Named, administrator: Named, outsider: Named, hints: list[list[int]]
) -> None:
    ScanJob.objects.create(origin=org.origin, quarantined_at=NOW, attempts=3)
    url = f"/repositories/{org.origin.pk}"
    for person in (teammate, administrator):
        assert "Scan again" in read(person, url)
        assert person.post(f"{url}/scan").status_code == 302
    assert hints == [[org.origin.pk], [org.origin.pk]]
    assert ScanJob.objects.get().quarantined_at is None
    assert AuditEvent.objects.filter(action="scan-requested").count() == 2


def test_somebody_who_owns_nothing_there_may_not(org: Organisation, hints: list[list[int]]) -> None:
    newcomer = sign_in("nina")
    url = f"/repositories/{org.origin.pk}"
    assert "Scan again" not in read(newcomer, url)
    assert newcomer.post(f"{url}/scan").status_code == 403
    assert not hints


def test_only_administrators_see_paths_of_the_machine(org: Organisation, owner: Named, administrator: Named) -> None:
    url = f"/repositories/{org.origin.pk}"
    assert "/srv/clones/shop" in read(administrator, url)
    assert "/srv/clones" not in read(owner, url)


def test_broken_files_lead_to_the_line_of_the_error(org: Organisation, outsider: Named) -> None:
    make_broken(org.origin)
    page = read(outsider, "/broken-files")
    assert "found a tab" in page
    assert "line 3" in page
    assert "line=3#L3" in page


def test_a_broken_file_whose_last_good_state_is_kept_says_so(org: Organisation, outsider: Named) -> None:
    Descriptor.objects.filter(ref=org.cart.ref).update(error="found a tab", error_line=3, error_commit="b" * 40)
    page = read(outsider, "/broken-files")
    assert "last good state kept" in page
    assert 'href="/entities/component/default/cart"' in page
    assert f"commit={'b' * 40}" in page, "the line is that of the commit that broke it"


def test_an_outsider_does_not_see_broken_files_of_a_restricted_source(org: Organisation, outsider: Named) -> None:
    make_broken(org.hidden_origin, "secret/catalog-info.yaml")
    assert names(outsider, "/broken-files") == []
    assert "secret" not in read(outsider, "/broken-files")


def test_no_broken_files_is_good_news(outsider: Named) -> None:
    assert "Every catalog file that was found could be read." in read(outsider, "/broken-files")


@pytest.mark.parametrize("more", [0, 60])
def test_the_queries_do_not_grow(org: Organisation, owner: Named, more: int) -> None:
    make_broken(org.origin, "a/catalog-info.yaml", ref=org.cart.ref)
    commit_in(org.origin, "olga", 3)
    for number in range(more):
        make_broken(make_origin(f"r{number}", org.source, scanned_at=NOW), ref=f"component:default/x{number}")
        make_entity(f"e{number}", "shop", origin=org.origin)
        commit_in(org.origin, f"author{number}", 3)
    assert count_queries(owner, "/repositories") == [
        *WHO,
        "catalog_origin",  # how many
        "catalog_source",  # sources to choose from
        "catalog_origin",  # the page
        "catalog_descriptor",  # declared
        "catalog_descriptor",  # broken
    ]
    assert count_queries(owner, "/broken-files") == [
        *WHO,
        "catalog_descriptor",  # Groups that point at a Team API
        "teams_teamapiversion",  # files of no use
        "catalog_descriptor",  # how many
        "catalog_descriptor",  # the page
        "catalog_entity",
    ]
    assert count_queries(owner, f"/repositories/{org.origin.pk}") == [
        *WHO,
        "catalog_origin",
        "catalog_descriptor",  # documents
        "catalog_coderoot",  # whose code is where
        "catalog_entity",
        "catalog_descriptor",  # how many
        "catalog_descriptor",  # broken
        "catalog_ownership",  # owner
        "catalog_entity",  # what the documents declare
        "teams_person",
        "teams_team",
        "scoring_finding",
        "catalog_scan",
        "scoring_authoractivity",  # who works there
        "scoring_authoractivity",
        "catalog_alias",  # whose addresses these are
        "teams_person",
        "teams_membership",  # in which team on that day
        "catalog_ownership",
        "catalog_ownership",
        "catalog_entity",
        "teams_team",
        "catalog_coderoot",  # who may scan it
        "catalog_ownership",
    ]
