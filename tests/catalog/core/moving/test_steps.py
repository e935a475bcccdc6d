"""What is done about each place that descriptors come from."""

from __future__ import annotations

import pytest

from catalog.core.moving.places import FoundPlace, list_places
from catalog.core.moving.steps import Action, plan_steps
from catalog.core.remotes import parse_remote

FILE = "https://github.com/acme/shop/blob/main/catalog-info.yaml"


def plan(
    *places: FoundPlace, urls: tuple[str, ...] = (), repositories: tuple[str, ...] = ()
) -> list[tuple[Action, str]]:
    scanned = [address for url in repositories if (address := parse_remote(url))]
    return [(step.action, step.sentence) for step in plan_steps(places, urls, scanned)]


def test_a_url_is_registered_once() -> None:
    assert plan(FoundPlace("url", FILE)) == [(Action.REGISTER, "")]
    assert plan(FoundPlace("url", FILE), urls=(FILE,))[0][0] is Action.KNOWN


def test_what_lies_in_a_scanned_repository_is_not_registered_as_well() -> None:
    assert plan(FoundPlace("url", FILE), repositories=("git@github.com:acme/shop.git",))[0][0] is Action.SCANNED
    assert plan(FoundPlace("url", FILE), repositories=("git@github.com:acme/other.git",))[0][0] is Action.REGISTER


def test_a_wildcard_says_which_repository_to_clone() -> None:
    [(action, sentence)] = plan(FoundPlace("url", "https://github.com/acme/shop/blob/main/**/catalog-info.yaml"))
    assert (action, "github.com/acme/shop" in sentence) == (Action.CLONE, True)


@pytest.mark.parametrize(
    ("place", "action"),
    [
        (FoundPlace("file", "/srv/all.yaml"), Action.CLONE),
        (FoundPlace("url", "${CATALOG_URL}"), Action.BY_HAND),
        (FoundPlace("file", "${PEER_ALL}"), Action.BY_HAND),
        (FoundPlace("url", "ftp://x/y.yaml"), Action.BY_HAND),
        (FoundPlace("url", "https://user:pass@x/y.yaml"), Action.BY_HAND),
        (FoundPlace("url", "nonsense"), Action.BY_HAND),
        (FoundPlace("github", "organization acme", is_registered=False), Action.BY_HAND),
        (FoundPlace("url", "https://github.com/orgs/acme/teams/shop", is_registered=False), Action.BY_HAND),
        (FoundPlace("url", FILE, is_registered=False), Action.REGISTER),
        (FoundPlace("url", "https://github.com/acme/shop/tree/main/x", is_registered=True), Action.REGISTER),
    ],
)
def test_what_cannot_be_registered_is_left_with_a_reason(place: FoundPlace, action: Action) -> None:
    [(found, sentence)] = plan(place)
    assert found is action
    assert bool(sentence) is (action is not Action.REGISTER)


def test_places_are_told_from_registrations_and_from_what_entities_say() -> None:
    def entity(name: str, origin: str, kind: str = "Component") -> dict[str, object]:
        annotations = {"backstage.io/managed-by-origin-location": origin}
        return {"kind": kind, "metadata": {"name": name, "annotations": annotations}}

    entities: list[dict[str, object]] = [
        entity("a", f"url:{FILE}"),
        entity("b", f"url:{FILE}"),
        entity("c", "file:/srv/all.yaml"),
        entity("generated-1", "bootstrap:bootstrap", "Location"),
        entity("d", "nonsense"),
        {"kind": "Component", "metadata": {"name": "e"}},
    ]
    assert list_places([("url", FILE)], entities) == [
        FoundPlace("url", FILE, 2),
        FoundPlace("file", "/srv/all.yaml", 1, is_registered=False),
    ]
    assert plan(FoundPlace("bootstrap", "bootstrap", is_registered=False)) == []
