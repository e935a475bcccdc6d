"""Where an entity is found elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from catalog.models import Descriptor, Origin
from portal.body import Body
from portal.selectors.entity_links import list_entity_links, list_spec_facts

HOME = Descriptor(
    origin=Origin(kind="repository", remote_url="git@github.com:acme/shop.git"),
    path="cart/catalog-info.yaml",
    commit="c" * 40,
)


def links(metadata: dict[str, Any], home: Descriptor | None = HOME) -> list[tuple[str, str]]:
    return [(link.title, link.url) for link in list_entity_links(Body({"metadata": metadata}), home)]


def test_declared_links_stand_first_and_no_address_stands_twice() -> None:
    metadata = {
        "links": [{"url": "https://github.com/acme/shop/", "title": "Code"}, {"url": "javascript:x", "title": "Bad"}],
        "annotations": {
            "github.com/project-slug": "acme/shop",
            "backstage.io/techdocs-ref": "dir:./docs",
            "backstage.io/techdocs-entity": "component:shop",
            "jira/project-key": "SHOP",
        },
    }
    assert links(metadata) == [
        ("Code", "https://github.com/acme/shop/"),
        ("Documentation", f"https://github.com/acme/shop/tree/{'c' * 40}/cart/docs"),
        ("Documentation of", "/entities/component/default/shop"),
        ("Jira project", ""),
    ]


def test_the_tools_of_the_organisation_come_from_the_settings(settings: Settings) -> None:
    settings.TOOL_URLS = {"jira": "https://acme.example"}
    assert links({"annotations": {"jira/project-key": "SHOP"}}) == [
        ("Jira project", "https://acme.example/browse/SHOP")
    ]


def test_the_slug_of_its_own_repository_is_that_repository_wherever_it_is() -> None:
    """A wrong link to a host where it is not would be worse than none."""
    elsewhere = Descriptor(
        origin=Origin(kind="repository", remote_url="https://git.example/acme/shop"), path="x", commit="c"
    )
    annotations = {"annotations": {"github.com/project-slug": "acme/shop"}}
    assert links(annotations, elsewhere) == [("Repository", "")]
    assert links({"annotations": {"github.com/project-slug": "acme/other"}}, elsewhere) == [
        ("Repository", "https://github.com/acme/other")
    ]
    assert links(annotations, None) == [("Repository", "https://github.com/acme/shop")]


def test_places_beside_a_descriptor_that_is_in_no_repository_are_text() -> None:
    home = Descriptor(origin=Origin(kind="url", location="https://x.example/a.yaml"), path="", commit="")
    assert links({"annotations": {"backstage.io/techdocs-ref": "dir:."}}, home) == [("Documentation", "")]


@pytest.mark.parametrize(
    ("spec", "facts"),
    [
        ({"size": 3, "hot": True, "none": None}, [("size", "3"), ("hot", "yes"), ("none", "-")]),
        ({"a": {"b": {"c": "x"}}, "d": ["y", 2]}, [("a.b.c", "x"), ("d", "y, 2")]),
        ({"rows": [{"name": "one"}, {"name": "two"}]}, [("rows.0.name", "one"), ("rows.1.name", "two")]),
        ({"definition": "long text", "x": 1}, [("x", "1")]),
        ([], []),
    ],
)
def test_a_spec_of_any_form_is_told_as_paths_and_values(spec: Any, facts: list[tuple[str, str]]) -> None:
    assert list(list_spec_facts(Body({"spec": spec}))) == facts


def test_a_spec_without_end_ends() -> None:
    assert len(list_spec_facts(Body({"spec": {f"k{n}": n for n in range(500)}}))) == 40
