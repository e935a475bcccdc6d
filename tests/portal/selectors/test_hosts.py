"""Hosts in descriptors: whole names only, whatever else is written there."""

from __future__ import annotations

from typing import Any

import pytest

from portal.body import Body
from portal.selectors.hosts import HOST, list_hosts, read_host


def _body(**metadata: Any) -> Body:
    return Body({"metadata": metadata})


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://Cart.example.com:8443/health?x=1", "cart.example.com"),
        ("https://user:password@cart.example.com/", "cart.example.com"),
        ("cart.example.com", "cart.example.com"),
        ("cart.example.com:5432", "cart.example.com"),
        ("cart.example.com.", "cart.example.com"),
        ("http://[::1]/", "::1"),
        ("postgres://db.example.com/cart", "db.example.com"),
    ],
)
def test_an_address_and_a_bare_name_have_a_host(text: str, host: str) -> None:
    assert read_host(text) == host


@pytest.mark.parametrize(
    "text", ["", "cart", "shop/cart", "see cart.example.com", "https://[", "a" * 300 + ".com", "-.x"]
)
def test_other_text_has_none(text: str) -> None:
    assert read_host(text) == ""


def test_links_annotations_and_the_name_count_and_prose_does_not() -> None:
    body = _body(
        name="db.example.com",
        description="Ask wiki.example.com",
        links=[{"url": "https://cart.example.com"}, {"url": "javascript:alert(1)"}, "no link"],
        annotations={"dashboard": "https://grafana.example.com/d/1", "count": 3, "note": "cart"},
    )
    assert list_hosts(body) == {"db.example.com", "cart.example.com", "grafana.example.com"}


def test_a_long_text_of_dots_and_letters_is_looked_at_once() -> None:
    """Nested repetition in the pattern would take for ever here."""
    assert HOST.fullmatch("a." * 5000 + "!") is None
