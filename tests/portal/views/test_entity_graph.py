"""The tab Graph: the table beside the picture has the same content, and both show only what may be seen."""

from __future__ import annotations

import re

import orjson
import pytest

from catalog.models import Edge, Entity
from tests.portal.organisation import Named, Organisation, count_queries
from tests.scoring.factories import make_entity

CART = "/entities/component/default/cart/graph"
DATA = "/api/v1/entities/component/default/cart/graph"
WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
SCRIPT = "<script>alert(1)</script>"


def read(someone: Named, url: str = CART) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


def table(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def tie(org: Organisation, source: str, type_: str, target: str) -> None:
    Edge.objects.create(declared_by=org.cart.descriptors.get(), source_ref=source, type=type_, target_ref=target)


@pytest.fixture
def chain(org: Organisation) -> Organisation:
    """The cart is needed by the web, which is part of a system."""
    make_entity("web", "shop")
    tie(org, org.cart.ref, "dependencyOf", "component:default/web")
    tie(org, "component:default/web", "dependsOn", org.cart.ref)
    tie(org, "component:default/web", "partOf", "system:default/front")
    return org


def test_the_table_has_what_is_two_relations_far_with_links(chain: Organisation, owner: Named) -> None:
    rows = table(read(owner))
    assert rows.count("<tr>") == 4
    assert 'href="/entities/component/default/web"' in rows
    assert "depends on" in rows
    assert "part of" in rows
    assert "system:default/front" in rows, "two relations far, and not in the catalog"


def test_the_picture_is_of_the_same_things(chain: Organisation, owner: Named) -> None:
    data = orjson.loads(owner.get(DATA).content)
    assert len(data["links"]) == table(read(owner)).count("<tr>") == 4
    assert data["nodes"][0]["ref"] == "component:default/cart"
    web = next(node for node in data["nodes"] if node["ref"] == "component:default/web")
    assert (web["distance"], web["is_known"], web["page"]) == (1, True, "/entities/component/default/web")


def test_relations_are_narrowed_by_links_and_the_picture_with_them(chain: Organisation, owner: Named) -> None:
    page = read(owner, f"{CART}?relation=dependsOn")
    assert table(page).count("<tr>") == 2
    assert f'data-graph="{DATA}?relation=dependsOn"' in page
    assert 'href="?relation=dependsOn,ownedBy"' in page
    assert 'href="?" aria-current="true"' in " ".join(page.split()) or 'class="bw-chip is-on" href="?"' in page
    assert "It has no such relation" in read(owner, f"{CART}?relation=feeds")


def test_what_a_team_has_more_is_a_row_that_leads_to_the_list(org: Organisation, owner: Named) -> None:
    for number in range(30):
        tie(org, org.shop.ref, "ownerOf", f"component:default/c{number:02}")
    rows = table(read(owner, "/entities/group/default/shop/graph"))
    assert '<a href="/entities/group/default/shop/relations?type=ownerOf">and 10 more</a>' in rows
    listed = read(owner, "/entities/group/default/shop/relations?type=ownerOf")
    assert "30 relations" in listed


def test_without_relations_there_is_no_tab(org: Organisation, owner: Named) -> None:
    make_entity("alone", "shop")
    assert "/graph" not in read(owner, "/entities/component/default/alone")
    assert "Nothing to draw" in read(owner, "/entities/component/default/alone/graph")
    assert f'href="{CART}"' in read(owner, "/entities/component/default/cart")


def test_nothing_hidden_is_shown(chain: Organisation, owner: Named, outsider: Named) -> None:
    secret = chain.vault.descriptors.get()
    Edge.objects.create(
        declared_by=secret, source_ref="component:default/web", type="dependsOn", target_ref=chain.vault.ref
    )
    assert "vault" in read(owner)
    assert b"vault" in owner.get(DATA).content
    assert "vault" not in read(outsider)
    assert b"vault" not in outsider.get(DATA).content
    for url in ("/entities/component/default/vault/graph", "/api/v1/entities/component/default/vault/graph"):
        assert owner.get(url).status_code == 200
        assert outsider.get(url).status_code == 404


def test_the_name_of_a_hidden_target_is_not_told(org: Organisation, owner: Named, outsider: Named) -> None:
    """An open file may name it by ref; its title and its page are for those who may see it."""
    Entity.objects.filter(pk=org.vault.pk).update(title="The Great Vault")
    tie(org, org.cart.ref, "dependsOn", org.vault.ref)
    assert "The Great Vault" in read(owner)
    assert "The Great Vault" not in read(outsider)
    assert b"The Great Vault" not in outsider.get(DATA).content


def test_nothing_in_a_name_or_a_relation_runs(org: Organisation, owner: Named) -> None:
    Entity.objects.filter(pk=org.cart.pk).update(title=SCRIPT)
    tie(org, org.cart.ref, SCRIPT, f"component:default/{SCRIPT}")
    page = read(owner)
    assert "<script>alert" not in page
    assert b"<script>alert" in owner.get(DATA).content, "JSON, which the picture writes as text"
    assert owner.get(DATA).headers["Content-Type"] == "application/json"
    for wild in ("?relation=%3Cscript%3E,%00", "?relation=" + "a," * 500, "?relation=%22%3E"):
        assert "<script>alert" not in read(owner, CART + wild)


def test_every_script_and_style_is_a_file_of_ours(chain: Organisation, owner: Named) -> None:
    page = read(owner)
    assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    assert " style=" not in page
    assert 'id="__________cytoscape_stylesheet"' in page, "else the library would add one, which the policy refuses"


@pytest.mark.parametrize("more", [0, 40])
def test_the_queries_do_not_grow(chain: Organisation, owner: Named, more: int) -> None:
    for number in range(more):
        make_entity(f"n{number}", "shop")
        tie(chain, chain.cart.ref, "dependsOn", f"component:default/n{number}")
        tie(chain, f"component:default/n{number}", "dependsOn", "resource:default/db")
    asked = count_queries(owner, CART)
    graph = ["catalog_edge", "catalog_edge", "catalog_entity", "teams_team", "catalog_edge"]
    assert asked[-len(graph) :] == graph
    assert asked[: len(WHO)] == WHO
    assert len(asked) == len(WHO) + 10 + len(graph)
