"""The Team API of a team: written and observed side by side, in three forms, with its problems and versions."""

from __future__ import annotations

import json

import orjson
import pytest
from django.utils import timezone

from catalog.models import Descriptor, Edge, Entity, Origin
from teams.actions.team_apis import sync_team_apis
from teams.core.teamapi.parse import parse_team_api
from tests.portal.organisation import Named, Organisation, count_queries, own
from tests.scoring.factories import NOW, make_activity, make_entity
from tests.teams.schedules import keep_schedule, schedule_text
from tests.teams.team_apis import keep_team_api, team_api_text

URL = "/teams/default/shop/api"
MORE = 'identity: {focus: Sells <b>things</b>}\nchannels:\n  - {type: slack, address: "#shop", purpose: questions}\n'


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def keep(origin: Origin, text: str) -> None:
    keep_team_api(text, origin)


def test_what_is_written_and_what_is_observed_stand_side_by_side(org: Organisation, owner: Named) -> None:
    keep(org.origin, team_api_text("shop", "cart", more=MORE))
    page = read(owner, URL)
    assert "Sells &lt;b&gt;things&lt;/b&gt;" in page
    assert "#shop" in page
    assert "written and observed" in page.partition('id="owned"')[2].partition("</section>")[0]
    assert "observed" in page.partition('id="people"')[2]


def test_a_team_without_a_file_has_a_page_and_a_file_to_start_from(org: Organisation, owner: Named) -> None:
    assert "keeps no Team API yet" in read(owner, URL)
    response = owner.get(f"{URL}/starter")
    assert response.headers["Content-Disposition"] == 'attachment; filename="team-api.yaml"'
    document = parse_team_api("team-api.yaml", response.content).document
    assert document is not None
    assert document.team_ref == org.shop.ref
    assert "component:default/cart" in {each.ref_text for each in document.owns}


@pytest.mark.parametrize("ending", [".md", "?format=md"])
def test_as_markdown(org: Organisation, owner: Named, ending: str) -> None:
    keep(org.origin, team_api_text("shop", more=MORE))
    response = owner.get(f"{URL}{ending}")
    assert response.headers["Content-Type"].startswith("text/markdown")
    assert response.content.decode().startswith("# ")


@pytest.mark.parametrize("ending", [".json", "?format=json"])
def test_as_json(org: Organisation, owner: Named, ending: str) -> None:
    keep(org.origin, team_api_text("shop", more=MORE))
    data = json.loads(owner.get(f"{URL}{ending}").content)
    assert (data["ref"], data["has_document"]) == ("group:default/shop", True)


@pytest.mark.parametrize("url", [f"{URL}?format=xml", f"{URL}.pdf", "/teams/default/nope/api", f"{URL}/versions"])
def test_what_there_is_not_is_not_found(org: Organisation, owner: Named, url: str) -> None:
    assert owner.get(url).status_code == 404


def test_a_broken_file_is_told_with_its_line_beside_what_it_said_before(org: Organisation, owner: Named) -> None:
    keep(org.origin, team_api_text("shop", more=MORE))
    keep(org.origin, team_api_text("shop", more="no-such-field: 1\n"))
    page = read(owner, URL)
    assert "cannot be used" in page
    assert "no-such-field" in page
    assert "line=5" in page
    assert "#shop" in page


def test_a_file_that_never_could_be_used_is_not_said_to_be_missing(org: Organisation, owner: Named) -> None:
    keep(org.origin, team_api_text("shop", more="no-such-field: 1\n"))
    page = read(owner, URL)
    assert "No Team API of this team counts yet." in page
    assert "keeps no Team API yet." not in page.partition('id="unsaid"')[0]


def test_versions_say_what_changed(org: Organisation, owner: Named) -> None:
    keep(org.origin, team_api_text("shop", "cart"))
    keep(org.origin, team_api_text("shop", "till"))
    page = read(owner, f"{URL}/versions")
    assert "till" in page.partition("The first version")[0]
    assert "removed" in page


def test_prose_cannot_run(org: Organisation, owner: Named) -> None:
    text = f"---\n{team_api_text('shop')}---\n# Hello\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n"
    keep_team_api(text, org.origin, path="TEAM_API.md")
    prose = read(owner, URL).partition('id="prose"')[2]
    assert "<h3>Hello</h3>" in prose
    assert "<script>alert" not in prose
    assert 'href="javascript' not in prose


def test_an_outsider_reads_nothing_of_a_document_in_a_restricted_source(
    org: Organisation, owner: Named, outsider: Named
) -> None:
    keep(org.hidden_origin, team_api_text("shop", more=MORE))
    assert "#shop" in read(owner, URL)
    for url in (URL, f"{URL}.md", f"{URL}.json"):
        assert "#shop" not in read(outsider, url)
    assert outsider.get(f"{URL}/versions").status_code == 404


QUERIES = [
    "django_session", "portal_account", "teams_membership", "catalog_sourcereader",  # who asks
    "teams_team", "teams_teamapiversion", "catalog_entity", "catalog_alias", "catalog_edge", "teams_team",
    "catalog_entity", "catalog_entity", "catalog_ownership", "catalog_entity", "teams_schedule",  # owned, and on call
    "catalog_coderoot", "scoring_authoractivity", "scoring_authoractivity", "catalog_coderoot", "catalog_ownership",
    "teams_membership", "catalog_descriptor",
    "catalog_edge", "catalog_ownership", "catalog_edge", "catalog_entity", "catalog_ownership",  # neighbours
    "catalog_entity", "teams_person",  # names
    "teams_teamapiversion", "teams_teamapiversion",  # other files, and how many versions
    "catalog_descriptor",  # where its Group says it is
]  # fmt: skip


def test_the_page_asks_what_is_listed_here(org: Organisation, owner: Named) -> None:
    keep(org.origin, team_api_text("shop", "cart", more=MORE))
    assert count_queries(owner, URL) == QUERIES


def test_the_queries_do_not_grow_with_what_is_owned(org: Organisation, owner: Named) -> None:
    keep(org.origin, team_api_text("shop", "cart", more=MORE))
    few = len(count_queries(owner, URL))
    for number in range(20):
        own(make_entity(f"more-{number}", "shop", origin=org.origin), org.shop)
    assert len(count_queries(owner, URL)) == few


def part(page: str, name: str) -> str:
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


def test_whoever_is_on_call_now_is_told_before_anything_else(org: Organisation, owner: Named) -> None:
    assert "No schedule of this team is known" in part(read(owner, URL), "on-call")
    keep_schedule(schedule_text("shop", "shop", "[[olga]]"), org.origin)
    page = read(owner, URL)
    assert "Olga" in part(page, "on-call")
    assert "Olga" in part(page, "owned"), "the cart is covered by the schedule of its team"
    assert page.index('id="on-call"') < page.index('id="owned"')


def test_an_outsider_is_not_told_who_is_on_call_by_a_hidden_schedule(
    org: Organisation, owner: Named, outsider: Named
) -> None:
    keep_schedule(schedule_text("vaulters", "shop", "[[olga]]"), org.hidden_origin)
    assert "vaulters" in part(read(owner, URL), "on-call")
    assert "No schedule of this team is known" in part(read(outsider, URL), "on-call")


def test_an_api_leads_to_its_documents(org: Organisation, owner: Named) -> None:
    own(make_entity("carts", "shop", kind="API", type="openapi"), org.shop)
    assert "/entities/api/default/carts/definition" in part(read(owner, URL), "owned")


def join_teams(org: Organisation) -> None:
    """Let the catalog know who is in which team."""
    declared_by = org.cart.descriptors.get()
    for person, team in (("olga", "shop"), ("otto", "money")):
        ref = f"user:default/{person}"
        Edge.objects.create(
            declared_by=declared_by, source_ref=ref, type="memberOf", target_ref=f"group:default/{team}"
        )


def test_common_work_is_counted_by_team_in_both_directions(org: Organisation, owner: Named, outsider: Named) -> None:
    join_teams(org)
    recent = (NOW - timezone.now()).days + 2
    make_activity(org.origin, "cart", "otto", 3, days_ago=recent)
    make_activity(org.origin, "ledger", "olga", 2, days_ago=recent)
    make_activity(org.hidden_origin, "vault", "otto", 40, days_ago=recent)
    make_activity(org.origin, "cart", "otto", 100, days_ago=recent + 70)
    assert "45 commits in 60 days, on cart, ledger, vault" in part(read(owner, URL), "interactions")
    told = part(read(outsider, URL), "interactions")
    assert "5 commits in 60 days, on cart, ledger" in told, "nothing of a hidden repository is counted"
    assert "otto@example.org" not in told


def test_what_nobody_has_said_is_listed_once_and_not_as_empty_parts(org: Organisation, owner: Named) -> None:
    page = read(owner, URL)
    assert "What you may rely on" in part(page, "unsaid")
    assert 'id="provides"' not in page


def test_what_was_not_understood_waits_folded_and_what_is_wrong_stands_open(org: Organisation, owner: Named) -> None:
    text = "---\nteam_id: group:default/shop\nteam_type: platform\nwarp_factor: 9\n---\nHello\n"
    keep_team_api(text, org.origin, path="TEAM_API.md")
    problems = part(read(owner, URL), "problems")
    assert "warp_factor" in problems
    assert '<details class="bw-details bw-problems" >' in problems
    keep_team_api(text.replace("team_type: platform", "team_type: ["), org.origin, path="TEAM_API.md")
    assert '<details class="bw-details bw-problems" open>' in part(read(owner, URL), "problems")


def test_a_file_that_does_not_count_is_shown_with_its_reason(org: Organisation, owner: Named) -> None:
    keep(org.origin, team_api_text("shop", more=MORE))
    keep_team_api(team_api_text("shop", "vault"), org.origin, path="z/team-api.yaml")
    page = read(owner, URL)
    assert "z/team-api.yaml" in page
    assert "Another file of this team counts." in page
    org.source.may_define_organisation = False
    org.source.save()
    sync_team_apis([org.origin.ref], NOW)
    page = read(owner, URL)
    assert "Nothing outside its repository says that it may speak for this team." in page
    assert "#shop" not in page


def point(org: Organisation, place: str) -> None:
    """Let the Group of the shop say where its Team API stands."""
    metadata = {"name": "shop", "annotations": {"bailiwick.dev/team-api-ref": place}}
    group = Entity.objects.get(ref="group:default/shop")
    body = orjson.dumps({"metadata": metadata}).decode()
    Descriptor.objects.filter(ref=group.ref).delete()
    Descriptor.objects.create(
        origin=org.origin, entity=group, path="catalog-info.yaml", doc_index=0, ref=group.ref, state="in_force",
        digest="d", line=1, commit="f" * 40, first_seen_at=NOW, body_json=body,
    )  # fmt: skip
    Origin.objects.filter(pk=org.origin.pk).update(tip="f" * 40)


def test_a_group_that_points_at_a_missing_file_is_told_wherever_somebody_looks(
    org: Organisation, outsider: Named
) -> None:
    point(org, "docs/<gone>.yaml")
    for url in (URL, "/teams/default/shop", "/broken-files"):
        page = read(outsider, url)
        assert "bailiwick.dev/team-api-ref: docs/&lt;gone&gt;.yaml" in page, url
        assert "There is no docs/&lt;gone&gt;.yaml in shop at commit ffffffffff." in page, url


def test_a_group_that_points_at_a_missing_file_is_told_to_scripts(org: Organisation, outsider: Named) -> None:
    point(org, "docs/gone.yaml")
    (row,) = json.loads(outsider.get("/api/v1/broken-files").content)["results"]
    assert (row["path"], row["line"], row["ref"], row["stage"]) == ("catalog-info.yaml", 1, "group:default/shop", "")
    told = "bailiwick.dev/team-api-ref: docs/gone.yaml leads nowhere. There is no docs/gone.yaml in shop at commit"
    assert told in row["error"]
    (lost,) = json.loads(outsider.get("/api/v1/team-apis/default/shop").content)["lost"]
    assert lost == row["error"]


def test_a_group_in_a_restricted_source_that_points_at_nothing_is_told_to_nobody_else(
    org: Organisation, owner: Named, outsider: Named
) -> None:
    point(org, "docs/gone.yaml")
    Descriptor.objects.filter(ref="group:default/shop").update(origin=org.hidden_origin)
    assert json.loads(owner.get("/api/v1/broken-files").content)["count"] == 1
    assert json.loads(outsider.get("/api/v1/broken-files").content)["count"] == 0


def test_files_of_no_use_are_told_among_the_broken_ones(org: Organisation, owner: Named, outsider: Named) -> None:
    keep(org.hidden_origin, team_api_text("nobody-here"))
    keep(org.origin, team_api_text("shop", more="no-such-field: 1\nnor-this: 2\n"))
    page = read(owner, "/broken-files")
    assert "no-such-field is no field of a Team API" in page
    assert "And 1 more." in page
    assert "What is wrong with Team APIs stands below." in page
    assert "team-api.yaml, line 5" in page
    assert "It says of no team of the catalog that it is theirs: group:default/nobody-here is none" in page
    page = read(outsider, "/broken-files")
    assert "no-such-field" in page
    assert "nobody-here" not in page
