"""Parameters: what is not declared, not understood or not sane is refused by name, and nothing breaks on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from tests.portal.api.world import Script, list_addresses
from tests.portal.organisation import Organisation


def _faults(script: Script, address: str, query: Any) -> dict[str, str]:
    response = script.get(address, query)
    assert response.status_code == 400, response.content
    problem = response.json()
    assert (problem["type"], problem["status"]) == ("urn:bailiwick:bad-parameters", 400)
    return {fault["parameter"]: fault["detail"] for fault in problem["errors"]}


def test_every_address_refuses_a_parameter_it_does_not_know_by_name(world: Organisation, owners_script: Script) -> None:
    """A typo in a filter must not answer with everything."""
    for address in list_addresses(world).values():
        path = address.partition("?")[0]
        assert _faults(owners_script, path, {"onwer": "shop"}) == {"onwer": "There is no such parameter here."}, path


def test_everything_that_is_wrong_is_said_at_once(owners_script: Script) -> None:
    query = {"state": "ajar", "team": ":", "limit": "1e9", "kind": ""}
    assert _faults(owners_script, "/findings", query) == {
        "state": "Must be one of open, exempted, resolved.",
        "team": "Must be a ref, as in component:default/checkout.",
        "limit": "Must be a whole number from 1 to 200.",
        "kind": "Must not be empty; leave the parameter out instead.",
    }


NOT_MEANT = (
    ("/entities", "limit", "1e9"),
    ("/entities", "limit", "201"),
    ("/entities", "limit", "0"),
    ("/entities", "limit", "-1"),
    ("/entities", "limit", "9" * 400),
    ("/entities", "limit", "\u0663"),
    ("/entities", "in_error", "maybe"),
    ("/entities", "in_error", "True"),
    ("/entities", "kind", "a\0b"),
    ("/entities", "kind", "x" * 10_000),
    ("/entities", "q", " \t "),
    ("/entities", "owner", ":"),
    ("/entities", "owner", "a/"),
    ("/entities", "sort", "body_json"),
    ("/entities", "sort", "--name"),
    ("/repositories", "source", "-1"),
    ("/repositories", "source", "0"),
    ("/repositories", "source", "1.0"),
    ("/repositories", "source", "NaN"),
    ("/repositories", "source", "9" * 30),
    ("/repositories", "state", "FINE"),
    ("/scans", "since", "yesterday"),
    ("/scans", "since", "2026-02-30T00:00:00Z"),
    ("/scans", "since", "2026-03-02"),
    ("/scans", "since", "2026-03-02T09:00:00"),
    ("/scans", "since", "0001-01-01T00:00:00+23:59"),
    ("/scans", "since", "9999-12-31T23:59:59-23:59"),
    ("/scans", "repository", "-7"),
    ("/claims", "basis", "hearsay"),
    ("/claims", "subject", "cart"),
    ("/ownership", "current", "1"),
    ("/owner", "host", "https://cart.example.com/"),
    ("/owner", "host", "a" * 254),
    ("/owner", "path", "x"),
)


def test_a_value_that_cannot_be_meant_is_refused(owners_script: Script) -> None:
    for address, name, value in NOT_MEANT:
        assert list(_faults(owners_script, address, {name: value})) in ([name], ["ref"]), (address, name, value[:50])


def test_a_parameter_given_twice_is_refused(owners_script: Script) -> None:
    assert _faults(owners_script, "/entities", [("kind", "api"), ("kind", "group")]) == {"kind": "Must be given once."}
    assert _faults(owners_script, "/entities", [("limit", "5"), ("limit", "5")]) == {"limit": "Must be given once."}


def test_a_thousand_parameters_are_refused(owners_script: Script) -> None:
    response = owners_script.get("/entities", [(f"p{number}", "x") for number in range(1500)])
    assert (response.status_code, response.json()["detail"]) == (400, "The request is malformed.")
    some = owners_script.get("/entities", [(f"p{number}", "x") for number in range(900)])
    assert len(some.json()["errors"]) == 20


def test_an_id_that_is_none_is_404(owners_script: Script) -> None:
    ids = ["0", "-1", "1e3", "9" * 15, "9" * 16, "9" * 400, "%00", "1%00", "x", "\u0661", "1/", "1.0", "%2e"]
    for collection in ("sources", "repositories", "scans", "findings", "reports"):
        for id_ in ids:
            response = owners_script.get(f"/{collection}/{id_}")
            found = (response.status_code, response.headers["Content-Type"])
            assert found == (404, "application/problem+json"), (collection, id_)


def test_a_name_in_the_path_that_nothing_has_is_404(owners_script: Script) -> None:
    for name in ("%00", "a%00b", "%0a", "%0d%0aSet-Cookie:x", "%ff", "'", "..", "%25", "é", "x" * 5000):
        for address in (
            f"/entities/component/default/{name}", f"/entities/{name}/default/cart", f"/entities/component/{name}/cart",
            f"/entities/component/default/{name}/relations", f"/teams/default/{name}", f"/people/{name}/olga",
            f"/checks/{name}", f"/{name}",
        ):  # fmt: skip
            response = owners_script.get(address)
            found = (response.status_code, response.headers["Content-Type"])
            assert found == (404, "application/problem+json"), address


def test_text_is_text_whatever_stands_in_it(owners_script: Script) -> None:
    for text in ("%", "_", "\\", "'; DROP TABLE", '"', "<script>", "\u202e", "😀", "=1+1"):
        for address in ("/entities", "/services", "/teams", "/people", "/findings", "/repositories", "/broken-files"):
            response = owners_script.get(f"{address}?q={quote(text)}")
            assert (response.status_code, response.json()["count"]) == (200, 0), (address, text)


def test_filters_are_those_of_the_pages(owners_script: Script) -> None:
    def count(address: str, query: dict[str, str]) -> int:
        found: int = owners_script.read(address, query)["count"]
        return found

    assert count("/entities", {"kind": "COMPONENT"}) == 5
    assert count("/entities", {"kind": "component", "owner": "shop"}) == 2
    assert count("/services", {"owner": "nobody"}) == 1
    assert count("/repositories", {"state": "broken"}) == 2
    assert count("/scans", {"since": "2026-03-02T10:00:00+01:00"}) == 2
    assert count("/scans", {"since": "2026-03-02T09:00:01Z"}) == 0
    assert count("/claims", {"basis": "team-api", "current": "true"}) == 1
    assert count("/claims", {"subject": "Component:default/CART"}) == 1
    assert count("/ownership", {"owner": "shop", "current": "true"}) == 2
    assert count("/ownership", {"owner": "nobody"}) == 1
    assert count("/findings", {"check": "claims-agree", "state": "open", "team": "shop"}) == 2
    assert count("/people", {"team": "money"}) == 1
    assert count("/people", {"email": "ULLA@example.org"}) == 1
    assert count("/scores", {"level": "orphaned"}) == 1
    assert count("/reports", {"week": "2026-W10", "scope": "organisation"}) == 1
    assert count("/sources", {"q": "secret"}) == 1
