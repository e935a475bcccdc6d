"""Whatever is sent, the answer is a problem of the API's own."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from portal.api.problems import LARGEST_BODY
from tests.portal.api.world import Script

LISTS = ("/entities", "/services", "/findings", "/teams", "/repositories", "/claims")
ASKED = ("/entities", "/owner", "/search", "/me", "/entities/component/default/cart")


def refuse(response: Any, status: int) -> dict[str, Any]:
    """The problem that the answer must be."""
    problem: dict[str, Any] = orjson.loads(response.content)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (response.status_code, problem["status"]) == (status, status)
    return problem


@pytest.mark.parametrize("address", ASKED)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_body_of_ten_megabytes_is_refused_unread(owners_script: Script, address: str, method: str) -> None:
    response = owners_script.client.generic(
        method,
        f"/api/v1{address}",
        b"[" * 10_000_000,
        content_type="application/json",
        headers={"Authorization": f"Bearer {owners_script.text}"},
    )
    assert str(LARGEST_BODY) in refuse(response, 413)["detail"]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query", ["limit=1000000000", "limit=1e9", "limit=-1", "limit=9" + "9" * 5000, "cursor=%00", "cursor=x", "sort=%00"]
)
def test_a_page_that_cannot_be_is_refused(owners_script: Script, address: str, query: str) -> None:
    name = query.partition("=")[0]
    assert [fault["parameter"] for fault in refuse(owners_script.get(f"{address}?{query}"), 400)["errors"]] == [name]


def test_a_cursor_of_another_list_is_refused(owners_script: Script) -> None:
    cursor = owners_script.read("/entities?limit=1")["next"].partition("cursor=")[2]
    assert refuse(owners_script.get(f"/services?limit=1&cursor={cursor}"), 400)["errors"][0]["parameter"] == "cursor"
    backstages = "eyJvcmRlckZpZWxkcyI6W10sImlzUHJldmlvdXMiOmZhbHNlfQ=="
    assert refuse(owners_script.get(f"/entities?cursor={backstages}"), 400)["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize("address", ["/entities", "/search", "/findings", "/me"])
def test_ten_thousand_terms_are_refused(owners_script: Script, address: str) -> None:
    refuse(owners_script.get(f"{address}?{'&'.join(f'k{number}=v' for number in range(10_000))}"), 400)
    refuse(owners_script.get(f"{address}?q={'+'.join(f'term{number}' for number in range(10_000))}"), 400)
    refuse(owners_script.get(f"{address}?q={'x' * 1_000_000}"), 400)


@pytest.mark.parametrize("address", ["/entities/a%00/b/c", "/teams/default/%00", "/checks/%00", "/%00"])
def test_nul_names_nothing(owners_script: Script, address: str) -> None:
    refuse(owners_script.get(address), 404)


@pytest.mark.parametrize("query", ["q=%00", "owner=%00", "kind=%00", "%00=x"])
def test_nul_is_refused_in_a_query(owners_script: Script, query: str) -> None:
    refuse(owners_script.get(f"/entities?{query}"), 400)
