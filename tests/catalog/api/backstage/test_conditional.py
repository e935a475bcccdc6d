"""Strong ETags, 304 before the work, and answers that are of one version."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import ServedVersion
from catalog.models.prepared import read_rows
from catalog.selectors import served
from tests.catalog.api.backstage.world import SHOP, Script, World, component, declare

READS = [
    "/entities",
    "/entities?limit=2",
    "/entities/by-query?filter=kind=component",
    "/entity-facets?facet=kind",
    "/entities/by-name/component/default/cart",
    "/entities/by-name/component/default/cart/ancestry",
    "/locations",
]


@pytest.mark.parametrize("path", READS)
def test_a_read_that_did_not_change_is_304_with_few_queries(otto: Script, path: str) -> None:
    etag = otto.ask("GET", path).headers["ETag"]
    assert etag.startswith('"')
    with CaptureQueriesContext(connection) as queries:
        again = otto.ask("GET", path, **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert len(queries) <= 3
    assert otto.ask("GET", path, **{"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", READS[:4])
def test_a_change_anywhere_changes_the_etag_of_lists(world: World, otto: Script, path: str) -> None:
    etag = otto.ask("GET", path).headers["ETag"]
    declare(world.shop, {"catalog-info.yaml": SHOP + "---\n" + component("another")})
    assert otto.ask("GET", path, **{"If-None-Match": etag}).status_code == 200


def test_a_scan_that_changes_nothing_changes_no_etag(world: World, otto: Script) -> None:
    before = [otto.ask("GET", path).headers["ETag"] for path in READS]
    declare(world.shop, {"catalog-info.yaml": SHOP})
    assert [otto.ask("GET", path).headers["ETag"] for path in READS] == before


def test_different_questions_and_people_have_different_etags(otto: Script, ann: Script) -> None:
    paths = ["/entities?limit=1", "/entities?limit=2", "/entities/by-query?limit=2"]
    assert len({script.ask("GET", path).headers["ETag"] for path in paths for script in (otto, ann)}) == 6
    bodies = [{"entityRefs": []}, {"entityRefs": ["a:b/c"]}]
    assert len({otto.ask("POST", "/entities/by-refs", body).headers["ETag"] for body in bodies}) == 2


def test_answers_are_private_and_asked_for_again(otto: Script) -> None:
    headers = otto.ask("GET", "/entities?limit=1").headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in headers["Vary"]
    assert otto.ask("GET", "/entities?limit=0").headers["Cache-Control"] == "no-store"


QUERIES: list[tuple[str, str, Any, int]] = [
    ("GET", "/entities/by-name/component/default/cart", None, 1),
    ("GET", "/entities?filter=kind=component", None, 2),
    ("GET", "/entities/by-query?filter=kind=component&orderField=metadata.name,asc&limit=2", None, 2),
    ("GET", "/entities/by-query?filter=kind=component&fullTextFilterTerm=cart", None, 2),
    ("GET", "/entity-facets?facet=spec.type&facet=metadata.tags&filter=kind=component", None, 1),
    ("POST", "/entities/by-refs", {"entityRefs": ["component:default/cart", "user:default/ada"]}, 2),
    ("GET", "/entities/by-name/component/default/cart/ancestry", None, 2),
]


@pytest.mark.parametrize("asked", QUERIES, ids=[path for _, path, _, _ in QUERIES])
def test_a_question_asked_before_takes_a_fixed_number_of_queries(
    world: World, otto: Script, asked: tuple[str, str, Any, int]
) -> None:
    """The token with the version, and the entities: whatever else it needs is kept while nothing changes."""
    *question, most = asked
    assert count(otto, *question) <= 12
    assert count(otto, *question) == most
    declare(
        world.shop, {"catalog-info.yaml": SHOP + "".join(f"---\n{component(f'c{number}')}" for number in range(60))}
    )
    assert count(otto, *question) <= 12
    assert count(otto, *question) == most


def test_an_entity_is_read_with_the_token(ann: Script) -> None:
    path = "/entities/by-name/component/default/cart"
    assert count(ann, "GET", path) == 2, "the day of a token's first use is written down"
    assert count(ann, "GET", path) == 1


def count(script: Script, method: str, path: str, body: Any = None) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert script.ask(method, path, body).status_code == 200
    return len(queries)


def test_a_write_between_two_reads_of_one_answer_makes_it_anew(
    world: World, otto: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = iter(range(10))

    def read_late(*asked: Any, **how: Any) -> list[Any]:
        if next(rounds) == 0:
            declare(world.shop, {"catalog-info.yaml": component("late")})
        return read_rows(*asked, **how)

    monkeypatch.setattr(served, "read_rows", read_late)
    assert otto.names("/entities?filter=kind=component") == ["late"]


def test_a_catalog_that_never_rests_is_read_as_of_one_moment(otto: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = iter(range(10))

    def read_restlessly(*asked: Any, **how: Any) -> list[Any]:
        if next(rounds) < 3:
            ServedVersion.objects.update(token=f"t{next(rounds)}")
        return read_rows(*asked, **how)

    monkeypatch.setattr(served, "read_rows", read_restlessly)
    assert len(otto.names("/entities")) == 8
