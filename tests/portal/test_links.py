"""Addresses of pages from refs."""

from __future__ import annotations

import pytest

from portal.links import entity_url, file_url, safe_link, subject_url, team_url


@pytest.mark.parametrize(
    ("ref", "url"),
    [
        ("component:default/cart", "/entities/component/default/cart"),
        ("Component:Default/Cart", "/entities/component/default/cart"),
        ("group:default/shop", "/teams/default/shop"),
        ("repository:12", "/repositories/12"),
        ("repository:default/cart", "/entities/repository/default/cart"),
        ("repository:x", "/entities/repository/default/x"),
        ("repository:٣", "/entities/repository/default/%D9%A3"),
        ("widget:default/a%2Fb", "/entities/widget/default/a%252fb"),
        ("component:default/a/b", ""),
        ("nothing", ""),
        ("", ""),
    ],
)
def test_the_page_of_a_subject(ref: str, url: str) -> None:
    assert subject_url(ref) == url


def test_the_tabs_of_an_entity() -> None:
    assert entity_url("component:default/cart", "raw") == "/entities/component/default/cart/raw"
    assert entity_url("component:default/cart", "overview") == "/entities/component/default/cart"
    assert team_url("no ref:") == ""


def test_a_file_is_linked_at_its_line() -> None:
    assert file_url(3, "abc", "a b/ü.yaml", 7) == "/repositories/3/file?commit=abc&path=a+b%2F%C3%BC.yaml&line=7#L7"
    assert file_url(3, "abc", "x") == "/repositories/3/file?commit=abc&path=x"


@pytest.mark.parametrize("address", ["https://a.example/x", "HTTP://A.example", " mailto:a@example.org "])
def test_addresses_that_may_become_links(address: str) -> None:
    assert safe_link(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//evil.example", "file:///etc/passwd", "", None, 3],
)
def test_addresses_that_may_not(address: object) -> None:
    assert safe_link(address) == ""
