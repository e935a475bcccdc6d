"""What an entity says of itself, of whatever kind: description, links, annotations and the spec of a custom kind."""

from __future__ import annotations

from typing import Any

import orjson

from catalog.models import Entity
from tests.portal.organisation import Named, Organisation
from tests.scoring.factories import make_entity

SCRIPT = "<script>alert(1)</script>"
CART = "/entities/component/default/cart"


def read(someone: Named, url: str = CART) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


def describe(entity: Entity, description: str = "", spec: Any = None, **metadata: Any) -> None:
    body = {"kind": entity.kind, "metadata": {"name": entity.name, **metadata}, "spec": spec or {}}
    Entity.objects.filter(pk=entity.pk).update(description=description, body_json=orjson.dumps(body).decode())


def test_a_description_is_markdown_and_its_first_paragraph_stands_in_the_head(org: Organisation, owner: Named) -> None:
    describe(org.cart, "Holds **what** people want.\n\n## More\n\n[docs](https://docs.example)")
    page = read(owner)
    head, _, rest = page.partition('<nav aria-label="Parts of this page">')
    assert "Holds what people want." in head
    assert "<h4>More</h4>" in rest
    assert '<a href="https://docs.example" rel="noreferrer">docs</a>' in rest
    assert "<h4>More</h4>" not in read(owner, f"{CART}/findings")


def test_a_description_of_one_line_stands_once(org: Organisation, owner: Named) -> None:
    describe(org.cart, "Holds what people want.")
    assert read(owner).count("Holds what people want.") == 1


def test_annotations_that_are_known_are_links_and_others_are_not(org: Organisation, owner: Named) -> None:
    annotations = {"pagerduty.com/service-id": "PABC", "backstage.io/kubernetes-id": "cart", "acme.example/x": "y<z"}
    describe(org.cart, annotations=annotations)
    page = read(owner)
    assert 'href="https://app.pagerduty.com/service-directory/PABC"' in page
    assert "Kubernetes id" in page
    assert "acme.example/x" not in page


def test_a_kind_of_the_organisations_own_shows_all_that_its_spec_says(org: Organisation, owner: Named) -> None:
    queue = make_entity("orders", "shop", kind="Queue")
    describe(queue, spec={"retention": {"days": 7}, "topics": ["a", "b"], "owner": "shop"})
    page = read(owner, "/entities/queue/default/orders")
    assert "<code>retention.days</code>" in page
    assert "a, b" in page
    assert "<code>retention.days</code>" not in read(owner)


def test_nothing_an_entity_says_runs(org: Organisation, owner: Named) -> None:
    queue = make_entity("orders", "shop", kind="Queue", title=SCRIPT)
    describe(
        queue,
        f"{SCRIPT} <img src=x onerror=alert(1)> [x](javascript:alert(1))",
        {SCRIPT: SCRIPT},
        links=[{"url": 'https://a.example/"><script>alert(1)</script>', "title": SCRIPT, "type": SCRIPT}],
        annotations={"backstage.io/view-url": "javascript:alert(1)", "jira/component": SCRIPT},
        tags=[SCRIPT],
    )
    page = read(owner, "/entities/queue/default/orders")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
