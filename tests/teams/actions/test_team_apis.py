"""Team APIs follow the files that scans keep, version by version; what breaks costs nothing of what was said before."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.core.access import Actor
from catalog.models import Claim, Descriptor, Entity, KeptFile, Origin, Source
from teams.actions.team_apis import sync_team_apis
from teams.models import TeamApiVersion
from tests.catalog.factories import NOW, make_origin, make_source
from tests.teams.team_apis import COMMIT, keep_team_api, make_group, team_api_text

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def current() -> TeamApiVersion:
    return TeamApiVersion.objects.get(superseded_at=None)


def list_claimed() -> list[tuple[str, str]]:
    found = Claim.objects.filter(basis="team-api", ended_at=None).order_by("subject_ref")
    return list(found.values_list("subject_ref", "owner_text"))


def test_a_file_becomes_a_version_that_claims_what_it_lists() -> None:
    make_group()
    origin = keep_team_api(team_api_text("payments", "ledger", "api:default/ledger"))
    row = current()
    assert (row.team_ref, row.is_counted, row.dialect) == ("group:default/payments", True, "team-api")
    assert list_claimed() == [
        ("api:default/ledger", "group:default/payments"),
        ("component:default/ledger", "group:default/payments"),
    ]
    claim = Claim.objects.get(subject_ref="component:default/ledger")
    assert claim.evidence == {"origin": origin.pk, "commit": COMMIT, "path": "team-api.yaml", "line": 6}


def test_what_says_the_same_writes_nothing() -> None:
    make_group()
    origin = keep_team_api(team_api_text("payments", "ledger"))
    with CaptureQueriesContext(connection) as queries:
        sync_team_apis([f"repository:{origin.pk}", "group:default/payments"], LATER)
    assert {query["sql"][:6] for query in queries} == {"SELECT"}


def test_a_change_keeps_the_former_version() -> None:
    make_group()
    keep_team_api(team_api_text("payments", "ledger"))
    keep_team_api(team_api_text("payments", "vault"), at=LATER)
    former, latest = TeamApiVersion.objects.order_by("pk")
    assert (former.superseded_at, "ledger" in former.text) == (LATER, True)
    assert (latest.seen_at, latest.first_seen_at, latest.is_counted) == (LATER, NOW, True)
    assert list_claimed() == [("component:default/vault", "group:default/payments")]


@pytest.mark.parametrize("broken", ["{", "kind: TeamApi\n", team_api_text(more="no-such-field: 1\n"), ""])
def test_a_file_that_broke_keeps_what_was_said_and_its_claims(broken: str) -> None:
    make_group()
    good = team_api_text("payments", "ledger")
    origin = keep_team_api(good)
    keep_team_api(broken, origin, at=LATER)
    assert (current().text, current().is_counted, current().is_broken) == (good, True, True)
    assert {problem["commit"] for problem in current().problems} == {COMMIT}
    assert list_claimed() == [("component:default/ledger", "group:default/payments")]
    keep_team_api(good, origin, at=LATER)
    assert (TeamApiVersion.objects.count(), current().problems) == (1, [])


def test_a_file_that_cannot_be_read_keeps_what_was_said() -> None:
    make_group()
    good = team_api_text("payments", "ledger")
    keep_team_api(good)
    keep_team_api(good, problem="The file is too large.")
    assert current().problems[0]["message"] == "The file is too large."
    assert current().is_counted


def test_a_file_that_never_was_good_tells_its_team_and_counts_for_nothing() -> None:
    make_group()
    keep_team_api(team_api_text(more="no-such-field: 1\n"))
    row = current()
    assert (row.team_ref, row.text, row.is_counted, row.is_broken) == ("group:default/payments", "", False, True)


def test_a_file_that_is_gone_claims_nothing_any_more() -> None:
    make_group()
    origin = keep_team_api(team_api_text("payments", "ledger"))
    KeptFile.objects.all().delete()
    sync_team_apis([f"repository:{origin.pk}"], LATER)
    assert TeamApiVersion.objects.get().superseded_at == LATER
    assert list_claimed() == []


def test_of_two_files_for_one_team_the_first_seen_counts_until_it_goes() -> None:
    make_group()
    first = keep_team_api(team_api_text("payments", "ledger"))
    keep_team_api(team_api_text("payments", "vault"), make_origin("impostor"), at=LATER)
    assert list_claimed() == [("component:default/ledger", "group:default/payments")]
    assert TeamApiVersion.objects.filter(team_ref="group:default/payments", superseded_at=None).count() == 2
    KeptFile.objects.filter(origin=first).delete()
    sync_team_apis([f"repository:{first.pk}"], LATER)
    assert list_claimed() == [("component:default/vault", "group:default/payments")]


def point_at(group: Entity, place: str, origin: Origin) -> None:
    """Let the Group's descriptor at the top of a repository point at a file."""
    body = {"metadata": {"annotations": {"bailiwick.dev/team-api-ref": place}}}
    Descriptor.objects.create(
        origin=origin, path="catalog-info.yaml", ref=group.ref, entity=group, doc_index=0, digest="x",
        state=Descriptor.State.IN_FORCE, body_json=orjson.dumps(body).decode(), first_seen_at=NOW, commit=COMMIT,
    )  # fmt: skip


def make_stranger() -> Origin:
    """A repository of a source that is not trusted for the organisation."""
    source = make_source("/srv/strange", may_define_organisation=False)
    return make_origin("stranger", source, remote_url="https://git.example.com/acme/stranger.git")


def test_a_file_of_a_source_that_is_not_trusted_does_not_speak_for_a_team() -> None:
    make_group()
    keep_team_api(team_api_text("payments", "ledger"), make_stranger())
    row = current()
    assert (row.team_ref, row.is_counted, row.refusal) == ("group:default/payments", False, "not-trusted")
    assert "bailiwick.dev/team-api-ref" in row.refusal_words
    assert list_claimed() == []


def test_it_does_where_the_group_points_at_it_and_before_one_seen_earlier() -> None:
    group = make_group()
    keep_team_api(team_api_text("payments", "ledger"), make_origin("first"))
    stranger = make_stranger()
    keep_team_api(team_api_text("payments", "vault"), stranger, at=LATER)
    assert list_claimed() == [("component:default/ledger", "group:default/payments")]
    place = "https://git.example.com/acme/stranger/blob/main/team-api.yaml"
    point_at(group, place, make_origin("groups"))
    sync_team_apis([group.ref], LATER)
    assert list_claimed() == [("component:default/vault", "group:default/payments")]
    assert TeamApiVersion.objects.get(origin__name="first").refusal == "another-counts"


def test_a_group_that_points_at_a_file_lends_it_no_other_team() -> None:
    make_group()
    stranger = make_stranger()
    point_at(make_group("till"), "https://git.example.com/acme/stranger/blob/main/team-api.yaml", make_origin("groups"))
    keep_team_api(team_api_text("payments", "ledger"), stranger)
    assert (current().team_ref, current().refusal) == ("group:default/payments", "not-trusted")


@pytest.mark.parametrize(
    ("basis", "from_outside", "counts"),
    [("person", False, True), ("team-api", True, True), ("codeowners", False, False), ("history", True, False)],
)
def test_it_does_where_something_outside_says_that_the_repository_is_the_teams(
    basis: str, from_outside: bool, counts: bool
) -> None:
    make_group()
    stranger = make_stranger()
    keep_team_api(team_api_text("payments", "ledger"), stranger)
    outside = make_origin("outside", make_source("/srv/ours")) if from_outside else None
    inside = stranger if basis == "codeowners" else None
    Claim.objects.create(
        subject_ref=stranger.ref, basis=basis, scope="x", owner_text="group:default/payments", evidence={},
        origin=outside or inside, first_seen_at=NOW, last_seen_at=NOW,
    )  # fmt: skip
    sync_team_apis([stranger.ref], LATER)
    assert current().is_counted is counts
    Claim.objects.filter(basis=basis).update(ended_at=LATER)
    sync_team_apis([stranger.ref], LATER)
    assert not current().is_counted


def test_trust_that_is_given_or_taken_counts_at_once() -> None:
    make_group()
    stranger = make_stranger()
    keep_team_api(team_api_text("payments", "ledger"), stranger)
    for is_trusted in (True, False):
        Source.objects.filter(location="/srv/strange").update(may_define_organisation=is_trusted)
        sync_team_apis([stranger.ref], LATER)
        assert current().is_counted is is_trusted
        assert bool(list_claimed()) is is_trusted


def test_a_document_waits_for_its_team() -> None:
    keep_team_api(team_api_text("payments", "ledger"))
    assert (current().team_ref, list_claimed()) == ("", [])
    make_group()
    sync_team_apis(["group:default/payments"], LATER)
    assert (current().team_ref, current().is_counted) == ("group:default/payments", True)
    assert list_claimed() == [("component:default/ledger", "group:default/payments")]


@pytest.mark.parametrize(
    "place", ["../TEAM.yaml", "/TEAM.yaml", "https://git.example.com/acme/shop/blob/main/TEAM.yaml"]
)
def test_a_document_without_a_team_belongs_to_the_group_that_points_at_it(place: str) -> None:
    group = make_group()
    origin = make_origin(remote_url="https://git.example.com/acme/shop.git")
    body = {"metadata": {"annotations": {"bailiwick.dev/team-api-ref": place}}}
    Descriptor.objects.create(
        origin=origin, path="teams/catalog-info.yaml", ref=group.ref, entity=group, doc_index=0, digest="x",
        state=Descriptor.State.IN_FORCE, body_json=orjson.dumps(body).decode(), first_seen_at=NOW, commit=COMMIT,
    )  # fmt: skip
    keep_team_api("teamapi: 0.1.0\ninfo: {name: The payers, focus: Pay}\n", origin, path="TEAM.yaml")
    assert (current().declared_ref, current().team_ref) == ("", "group:default/payments")
    keep_team_api("teamapi: 0.1.0\ninfo: {name: Others, focus: Pay}\n", make_origin("other"), path="TEAM.yaml")
    assert TeamApiVersion.objects.get(origin__name="other").team_ref == ""


def test_a_repository_is_claimed_by_its_address() -> None:
    make_group()
    owned = make_origin("shop", remote_url="git@git.example.com:acme/shop.git")
    keep_team_api(team_api_text("payments", '"https://git.example.com/acme/shop"'), owned)
    assert list_claimed() == [(f"repository:{owned.pk}", "group:default/payments")]


def test_a_hundred_files_cost_no_more_queries_than_one() -> None:
    def count(files: int) -> int:
        origin = make_origin(f"of-{files}")
        for number in range(files):
            make_group(f"t{files}-{number}")
            KeptFile.objects.create(
                origin=origin, kind="team-api", path=f"{number}/team-api.yaml", commit=COMMIT, digest=str(number),
                text=team_api_text(f"t{files}-{number}", f"c{files}-{number}"), first_seen_at=NOW, changed_at=NOW,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            sync_team_apis([f"repository:{origin.pk}"], NOW)
        return len(queries)

    few = count(2)
    assert count(100) <= few
    assert len(list_claimed()) == 102


def test_versions_of_restricted_sources_are_hidden() -> None:
    make_group()
    restricted = make_source("/srv/restricted", is_restricted=True)
    keep_team_api(team_api_text("payments", "ledger"), make_origin("secret", restricted))
    stranger = Actor(ref="user:default/ana", scopes=frozenset())
    assert not TeamApiVersion.objects.visible_to(stranger).exists()
