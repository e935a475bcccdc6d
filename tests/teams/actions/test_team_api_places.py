"""A Group points at a file of any name, in its own or in another scanned repository: real repositories, real scans."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions.jobs import request_scans
from catalog.actions.named_files import list_named_files, name_files
from catalog.actions.sources import add_source, list_source
from catalog.actions.work import work_due_jobs
from catalog.core.access import Actor
from catalog.models import KeptFile, NamedFile, Origin, ScanJob
from catalog.models.clock import database_now
from teams.models import TeamApiVersion
from teams.selectors.team_api_places import list_lost_pointers
from tests.catalog.factories import NOW, make_job, make_origin
from tests.repositories import Clones
from tests.teams.team_apis import team_api_text

pytestmark = pytest.mark.django_db(transaction=True)

ELSEWHERE = "https://git.example.com/acme/shop/blob/main/docs/who-we-are.yaml"
ANYBODY = Actor(ref="account:1")
NAMELESS = "teamapi: 0.1.0\ninfo: {name: The payers, focus: Pay}\n"


def group(place: str) -> str:
    head = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: payments\n"
    pointer = f"  annotations: {{bailiwick.dev/team-api-ref: {place}}}\n" if place else ""
    return f"{head}{pointer}spec: {{type: team, children: []}}\n"


def scan(clones: Clones) -> None:
    """Look at everything, as the command does; it looks again at what that asked to be looked at."""
    source = add_source(str(clones.root), "command", database_now())
    list_source(source.pk, database_now(), by_person=True)
    request_scans(Origin.objects.values_list("pk", flat=True), database_now())
    work_due_jobs(lambda *_: None)


def current() -> list[tuple[str, str, bool]]:
    found = TeamApiVersion.objects.filter(superseded_at=None).order_by("path")
    return list(found.values_list("path", "team_ref", "is_counted"))


def test_a_file_in_another_repository_is_found_where_the_group_points(clones: Clones) -> None:
    clones.commit("shop", {"docs/who-we-are.yaml": NAMELESS, "docs/other.yaml": NAMELESS})
    clones.git("shop", "remote", "add", "origin", "https://git.example.com/acme/shop.git")
    clones.commit("org", {"catalog-info.yaml": group(ELSEWHERE)})
    scan(clones)
    assert current() == [("docs/who-we-are.yaml", "group:default/payments", True)]
    clones.commit("org", {"catalog-info.yaml": group("")})
    scan(clones)
    assert current() == []
    assert not KeptFile.objects.exists()


@pytest.mark.parametrize("place", ["teams/payments.md", "./teams/payments.md", "/teams/payments.md"])
def test_a_file_beside_the_group_is_found(clones: Clones, place: str) -> None:
    text = f"---\n{team_api_text('payments')}---\nHello\n"
    clones.commit("org", {"catalog-info.yaml": group(place), "teams/payments.md": text})
    scan(clones)
    assert current() == [("teams/payments.md", "group:default/payments", True)]


@pytest.mark.parametrize("place", ["secrets.env", "../../etc/passwd.yaml", "teams", "https://git.example.com/a", "''"])
def test_what_is_no_team_api_is_not_read(clones: Clones, place: str) -> None:
    clones.commit("org", {"catalog-info.yaml": group(place), "secrets.env": "KEY=1\n", "teams/x": "x"})
    scan(clones)
    assert (current(), KeptFile.objects.count()) == ([], 0)


def test_only_what_is_new_or_gone_is_looked_at() -> None:
    shop, till = make_origin("shop"), make_origin("till")
    for origin in (shop, till):
        make_job(origin, due_at=None)
    name_files("team-api", [(shop.pk, "a.yaml"), (shop.pk, "x" * 1001)], NOW)
    name_files("on-call", [(till.pk, "b.yaml")], NOW)
    ScanJob.objects.update(due_at=None)
    with CaptureQueriesContext(connection) as queries:
        name_files("team-api", [(shop.pk, "a.yaml")], NOW)
    assert [query["sql"][:6] for query in queries] == ["SELECT"]
    name_files("team-api", [(till.pk, "c.yaml")], NOW)
    assert set(ScanJob.objects.filter(due_at=NOW).values_list("origin", flat=True)) == {shop.pk, till.pk}
    assert list_named_files(till.pk) == (("on-call", "b.yaml"), ("team-api", "c.yaml"))
    assert NamedFile.objects.count() == 2


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("teams/gone.md", "There is no teams/gone.md in org at commit"),
        ("secrets.env", "A Team API is a file that ends in .yaml"),
        ("https://git.example.com/acme/elsewhere/blob/main/a.yaml", "No repository that is scanned has that address"),
        ("https://git.example.com/a", "names no file"),
    ],
)
def test_a_group_that_points_at_nothing_is_told_why(clones: Clones, place: str, why: str) -> None:
    clones.commit("org", {"catalog-info.yaml": group(place), "secrets.env": "KEY=1\n"})
    scan(clones)
    (lost,) = list_lost_pointers(ANYBODY)
    assert (lost.pointer.team_ref, lost.pointer.text, lost.pointer.line) == ("group:default/payments", place, 1)
    assert why in lost.why
    assert list_lost_pointers(ANYBODY, "group:default/others") == []


def test_a_group_whose_file_is_there_or_yet_to_be_looked_for_is_not_told_of(clones: Clones) -> None:
    clones.commit(
        "org", {"catalog-info.yaml": group("teams/payments.md"), "teams/payments.md": team_api_text("payments")}
    )
    scan(clones)
    assert list_lost_pointers(ANYBODY) == []
    clones.commit("org", {"catalog-info.yaml": group("teams/other.md")})
    scan(clones)
    ScanJob.objects.update(due_at=NOW)
    assert list_lost_pointers(ANYBODY) == []
    ScanJob.objects.update(due_at=None)
    assert len(list_lost_pointers(ANYBODY)) == 1
