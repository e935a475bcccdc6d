"""The tab Raw: where it is declared, the text in Git, and what scripts are sent."""

from __future__ import annotations

import html

import orjson
import pytest

from catalog.actions.stitch import stitch_entities
from catalog.models import Descriptor, Edge, Entity, Origin
from tests.portal.organisation import Named, Organisation
from tests.repositories import Clones, component, documents
from tests.scoring.factories import NOW, TIP

RAW = "/entities/component/default/cart/raw"
SCRIPT = "<script>alert(1)</script>"
FILE = "# The shop.\n" + documents(component("cart"), component("other") + f"  # {SCRIPT}\n")


def read(someone: Named, url: str = RAW) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def in_git(org: Organisation, clones: Clones) -> str:
    """The cart is the first of two documents in a real file; returns the commit."""
    sha = clones.commit("shop", {"catalog-info.yaml": FILE})
    Origin.objects.update(location=str(clones.root / "shop"), tip=sha)
    Descriptor.objects.filter(ref=org.cart.ref).update(path="catalog-info.yaml", commit=sha, line=2)
    return sha


def test_the_document_is_shown_as_it_stands_and_each_line_is_a_link(
    org: Organisation, owner: Named, in_git: str
) -> None:
    page = read(owner)
    text = page.partition("As it stands in the file")[2].partition("</table>")[0]
    assert "<td># The shop.</td>" in text
    assert "<td>  name: cart</td>" in text
    assert "name: other" not in text, "the other document is somebody else's"
    link = f"/repositories/{org.origin.pk}/file?commit={in_git}&path=catalog-info.yaml&line=5#L5"
    assert f'<a href="{html.escape(link)}">5</a>' in text
    assert owner.get(link).status_code == 200


def test_another_document_of_the_file_begins_at_its_own_line(org: Organisation, owner: Named, in_git: str) -> None:
    Descriptor.objects.filter(ref=org.cart.ref).update(line=11)
    text = read(owner).partition("As it stands in the file")[2].partition("</table>")[0]
    assert "name: other" in text
    assert "name: cart" not in text
    assert "<script>" not in text
    assert html.escape(SCRIPT) in text


def test_a_file_that_is_gone_says_so_and_the_rest_is_there(org: Organisation, owner: Named, in_git: str) -> None:
    Descriptor.objects.filter(ref=org.cart.ref).update(path="gone.yaml")
    page = read(owner)
    assert "no longer in the clone at this commit" in page
    assert "Where it is declared" in page


def test_every_document_that_declares_the_ref_is_listed_with_its_state(org: Organisation, owner: Named) -> None:
    Descriptor.objects.create(
        origin=org.origin, ref=org.cart.ref, path="copy.yaml", doc_index=0, state="contender", digest="e", commit=TIP,
        first_seen_at=NOW, location_ref="location:default/all", line=3,
    )  # fmt: skip
    page = read(owner)
    assert "in force" in page
    assert "declared elsewhere first" in page
    assert "copy.yaml" in page
    assert "named by location:default/all" in page


def test_what_scripts_are_sent_is_shown_with_its_addresses(org: Organisation, owner: Named) -> None:
    body = {
        "apiVersion": "backstage.io/v1alpha1", "kind": "Component", "spec": {"type": "service", "owner": "shop"},
        "metadata": {"name": "cart", "namespace": "default", "description": SCRIPT},
    }  # fmt: skip
    Entity.objects.filter(pk=org.cart.pk).update(body_json=orjson.dumps(body).decode())
    stitch_entities([org.cart.ref], NOW)
    page = read(owner)
    assert "As it is served to scripts" in page
    assert "&quot;targetRef&quot;: &quot;component:default/gone&quot;" in page
    assert 'href="/api/catalog/entities/by-name/component/default/cart"' in page
    assert 'href="/api/v1/entities/component/default/cart"' in page
    assert "<script>alert" not in page


def test_relations_read_in_a_restricted_source_are_not_served_to_an_outsider(
    org: Organisation, owner: Named, outsider: Named
) -> None:
    secret = org.vault.descriptors.get()
    Edge.objects.create(declared_by=secret, source_ref=org.cart.ref, type="dependencyOf", target_ref=org.vault.ref)
    stitch_entities([org.cart.ref], NOW)
    assert "component:default/vault" in read(owner)
    assert "component:default/vault" not in read(outsider)


def test_what_is_not_served_is_shown_as_it_was_read(owner: Named) -> None:
    page = read(owner)
    assert "The catalog API does not serve it" in page
    assert "&quot;owner&quot;: &quot;shop&quot;" in page


def test_an_outsider_gets_404(owner: Named, outsider: Named) -> None:
    hidden = "/entities/component/default/vault/raw"
    assert owner.get(hidden).status_code == 200
    assert outsider.get(hidden).status_code == 404
