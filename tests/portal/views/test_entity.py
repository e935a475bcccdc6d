"""The page of one entity, tab by tab."""

from __future__ import annotations

import orjson
import pytest
from django.utils import timezone

from catalog.models import Descriptor, Edge, Entity
from scoring.models import Finding
from tests.portal.organisation import OWNER, Named, Organisation, count_queries
from tests.scoring.factories import NOW, TIP, make_claim, make_entity

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
CART = "/entities/component/default/cart"
TABS = ("", "/ownership", "/findings", "/relations", "/raw")


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_an_outsider_gets_404(org: Organisation, outsider: Named, owner: Named, tab: str) -> None:
    hidden = f"/entities/component/default/vault{tab}"
    assert owner.get(hidden).status_code == 200
    assert outsider.get(hidden).status_code == 404


@pytest.mark.parametrize("url", [f"{CART}/nonsense", "/entities/component/default/nope", "/entities/x/y/%00"])
def test_what_is_not_there_is_not_found(owner: Named, url: str) -> None:
    assert owner.get(url).status_code == 404


def test_a_removed_entity_is_not_found(org: Organisation, owner: Named) -> None:
    Entity.objects.update(removed_at=timezone.now())
    assert owner.get(CART).status_code == 404


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_begins_with_the_answer(owner: Named, tab: str) -> None:
    head = read(owner, CART + tab).partition('<nav aria-label="Parts of this page">')[0]
    assert "<h1>cart</h1>" in head
    assert "Shop" in head
    assert "sure, 80 %" in head
    assert "Score 85 of 100, in doubt" in head


def test_the_ref_may_be_written_in_any_case(owner: Named) -> None:
    assert owner.get("/entities/Component/Default/Cart").status_code == 200


def test_the_overview_explains_the_score_point_by_point(owner: Named) -> None:
    page = read(owner, CART)
    assert 'href="/checks/claims-agree"' in page
    assert "0 of 15" in page


def test_where_it_is_declared_is_a_link_to_the_line(org: Organisation, owner: Named) -> None:
    assert f"/repositories/{org.origin.pk}/file?commit={TIP}&amp;path=cart%2Fcatalog-info.yaml" in read(owner, CART)


def test_links_of_a_descriptor_run_nothing(org: Organisation, owner: Named) -> None:
    links = [
        {"url": "javascript:alert(1)", "title": "Bad"},
        {"url": "data:text/html,x", "title": "Worse"},
        {"url": "https://docs.example/<b>", "title": "<script>alert(1)</script>"},
    ]
    body = {"kind": "Component", "metadata": {"name": "cart", "links": links, "tags": "no list"}, "spec": []}
    Entity.objects.filter(pk=org.cart.pk).update(body_json=orjson.dumps(body).decode())
    page = read(owner, CART)
    assert "javascript:" not in page
    assert "data:text/html" not in page
    assert "<script>alert" not in page
    assert 'href="https://docs.example/&lt;b&gt;"' in page


def test_the_ledger_shows_each_claim_with_its_evidence(org: Organisation, owner: Named) -> None:
    page = read(owner, f"{CART}/ownership")
    assert "Descriptor" in page
    assert "<code>shop</code>" in page
    assert "shop: cart/catalog-info.yaml, line 7" in page
    assert "The claims disagree" not in page


def test_claims_that_name_different_teams_stand_side_by_side(org: Organisation, owner: Named) -> None:
    evidence = {"origin": org.origin.pk, "commit": TIP, "path": "CODEOWNERS", "line": 3}
    make_claim(org.cart.ref, "codeowners", "@acme/money", evidence, org.origin)
    page = read(owner, f"{CART}/ownership")
    sides = page.partition('class="bw-sides"')[2].partition("</h2>")[0]
    assert sides.index("accountable") < sides.index("Money"), "the accountable team stands first"
    assert "@acme/money" in sides


def test_an_owner_as_written_that_is_no_team_says_so(org: Organisation, owner: Named) -> None:
    evidence = {"origin": org.origin.pk, "commit": TIP, "path": "CODEOWNERS", "line": 3}
    make_claim(org.cart.ref, "codeowners", "@acme/phoenix", evidence, org.origin)
    page = read(owner, f"{CART}/ownership")
    assert "is no team of the catalog" in page
    assert "The claims disagree" not in page, "what is unknown is no other team"


def test_a_claim_from_a_restricted_source_is_for_its_readers(org: Organisation, owner: Named, outsider: Named) -> None:
    evidence = {"origin": org.hidden_origin.pk, "commit": TIP, "path": "OWNERS", "line": 1}
    make_claim(org.cart.ref, "codeowners", "secret-team", evidence, org.hidden_origin)
    assert "secret-team" in read(owner, f"{CART}/ownership")
    assert "secret-team" not in read(outsider, f"{CART}/ownership")


def test_a_claim_of_a_basis_that_is_new_is_shown_as_it_stands(org: Organisation, owner: Named) -> None:
    make_claim(org.cart.ref, "divination", "shop", {"origin": org.origin.pk, "commit": TIP, "path": "x"}, org.origin)
    assert "divination" in read(owner, f"{CART}/ownership")


def test_a_dangling_relation_is_marked(owner: Named) -> None:
    page = read(owner, f"{CART}/relations")
    assert "component:default/gone" in page
    assert "not in the catalog" in page
    assert "depends on" in page


def test_only_dangling_relations(owner: Named) -> None:
    page = read(owner, f"{CART}/relations?dangling=true")
    assert "1 relation" in page
    assert "component:default/gone" in page


def test_a_relation_to_something_hidden_does_not_show_it(org: Organisation, owner: Named, outsider: Named) -> None:
    Edge.objects.create(
        declared_by=org.cart.descriptors.get(), source_ref=org.cart.ref, type="dependsOn", target_ref=org.vault.ref
    )
    assert 'href="/entities/component/default/vault"' in read(owner, f"{CART}/relations")
    assert 'href="/entities/component/default/vault"' not in read(outsider, f"{CART}/relations")


def test_relations_can_be_exported(owner: Named) -> None:
    response = owner.client.get(f"{CART}/relations?format=csv")
    assert b"component:default/gone,no," in response.getvalue()


def test_findings_open_and_resolved_stand_apart(org: Organisation, owner: Named) -> None:
    Finding.objects.update(state="resolved", resolved_at=timezone.now())
    page = read(owner, f"{CART}/findings")
    assert "Nothing is open" in page
    assert page.index("Resolved") < page.index("The claims about cart name two teams.", page.index("Resolved"))


def test_raw_shows_what_was_read_and_runs_none_of_it(org: Organisation, owner: Named) -> None:
    body = {"kind": "Component", "metadata": {"name": "cart", "description": "</pre><script>alert(1)</script>"}}
    Entity.objects.filter(pk=org.cart.pk).update(body_json=orjson.dumps(body).decode())
    page = read(owner, f"{CART}/raw")
    assert "&lt;/pre&gt;&lt;script&gt;" in page


def test_a_broken_file_says_that_the_last_good_state_is_shown(org: Organisation, owner: Named) -> None:
    Entity.objects.filter(pk=org.cart.pk).update(error="line 3 is not YAML")
    Descriptor.objects.filter(ref=org.cart.ref).update(error="line 3 is not YAML", error_commit="b" * 40)
    page = read(owner, CART)
    assert "What you see is the last good state." in page
    assert "line 3 is not YAML" in page


def test_an_error_of_the_present_state_does_not_claim_to_be_an_old_one(org: Organisation, owner: Named) -> None:
    Entity.objects.filter(pk=org.cart.pk).update(error="spec.owner is missing")
    Descriptor.objects.filter(ref=org.cart.ref).update(error="spec.owner is missing", error_commit=TIP)
    page = read(owner, CART)
    assert "Its descriptor has an error" in page
    assert "last good state" not in page


def test_two_files_that_declare_one_ref_are_both_named(org: Organisation, owner: Named) -> None:
    Descriptor.objects.create(
        origin=org.origin, ref=org.cart.ref, path="copy/catalog-info.yaml", doc_index=0, state="contender", digest="e",
        commit=TIP, first_seen_at=NOW,
    )  # fmt: skip
    page = read(owner, CART)
    assert "The one seen first counts" in page
    assert "copy/catalog-info.yaml" in page


def test_a_person_is_called_by_their_name_and_shows_their_teams(owner: Named) -> None:
    page = read(owner, "/entities/user/default/olga")
    assert "<h1>Olga</h1>" in page
    assert 'href="/teams/default/shop"' in page
    assert 'href="mailto:olga@example.org"' in page
    assert "/ownership" not in page, "nobody owns a person"


@pytest.mark.parametrize("more", [0, 40])
def test_the_queries_of_the_tabs_do_not_grow(org: Organisation, owner: Named, more: int) -> None:
    descriptor = org.cart.descriptors.get()
    for number in range(more):
        target = make_entity(f"target-{number}", "shop")
        Edge.objects.create(declared_by=descriptor, source_ref=org.cart.ref, type="partOf", target_ref=target.ref)
        evidence = {"origin": org.origin.pk, "commit": TIP, "path": "CODEOWNERS", "line": number}
        make_claim(org.cart.ref, "codeowners", f"@acme/team-{number}", evidence, org.origin)
    row = [*OWNER, "scoring_score", "scoring_finding"]
    frame = [*WHO, "catalog_entity", *row, "catalog_edge", "catalog_descriptor"]
    findings = ["scoring_finding", "catalog_entity", "teams_team", "catalog_origin"]
    names = ["catalog_entity", "teams_team"]
    on_call = ["catalog_entity", "catalog_ownership", "catalog_entity", "teams_schedule"]
    overview = ["catalog_edge", *names, "catalog_coderoot", *findings, *on_call]
    assert count_queries(owner, CART) == [*frame, *overview]
    directory = ["catalog_entity", "catalog_alias", "catalog_edge"]
    assert count_queries(owner, f"{CART}/ownership") == [
        *frame, "catalog_claim", "catalog_ownership", *directory, *names, "catalog_origin",
    ]  # fmt: skip
    assert count_queries(owner, f"{CART}/findings") == [*frame, *findings]
    relations = ["catalog_edge", "catalog_edge", "catalog_edge", *names]
    assert count_queries(owner, f"{CART}/relations") == [*frame, *relations]
    assert count_queries(owner, f"{CART}/raw") == frame
