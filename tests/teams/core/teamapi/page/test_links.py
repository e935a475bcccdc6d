"""Which addresses become links."""

from __future__ import annotations

import pytest

from teams.core.teamapi.page.links import safe_url


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/x?y#z",
        "http://a.example",
        "mailto:a@b.example",
        "tel:+49301234",
        "HTTPS://A.example",
        " https://a.b ",
    ],
)
def test_links(text: str) -> None:
    assert safe_url(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "docs/run.md",
            "//a.example",
            "a.example",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
        ),
        *(
            "https://",
            "https:a",
            "https://a b",
            "https://[x",
            "mailto:",
            "vbscript:x",
            "file:///etc/passwd",
            "http://a\u202eb",
        ),
    ],
)
def test_no_links(text: str) -> None:
    assert safe_url(text) == ""
