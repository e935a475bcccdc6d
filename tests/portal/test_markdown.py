"""Descriptions as HTML and as a line: nothing in them runs, and nothing in them is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.markdown import SUMMARY, TAGS, render_prose, summarise_prose

_TAG = re.compile(r"</?([a-z0-9]+)((?:\s[^>]*)?)>")


def test_what_people_write_is_shown_as_they_mean_it() -> None:
    html = render_prose("# Cart\n\nHolds **what** `users` want.\n\n- [docs](https://docs.example/x)\n")
    assert html == (
        "<h3>Cart</h3>\n<p>Holds <strong>what</strong> <code>users</code> want.</p>\n<ul>\n<li>"
        '<a href="https://docs.example/x" rel="noreferrer">docs</a></li>\n</ul>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//evil.example)",
        "[x](/account/tokens)",
        "![x](https://evil.example/pixel.png)",
        '<https://a.example/" onclick=alert(1)>',
        "<a href=javascript:x>y</a>",
        "[x]: javascript:alert(1)\n\n[x]",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
    ],
)
def test_nothing_in_it_runs_or_leads_out_of_the_web(text: str) -> None:
    html = render_prose(text)
    assert "<script" not in html
    assert "<img" not in html
    for tag, attributes in _TAG.findall(html):
        assert tag in TAGS
        assert re.fullmatch(r'|\s?/?| href="(?:https?://|mailto:)[^"]*" rel="noreferrer"', attributes), attributes


@given(st.text(max_size=300))
def test_whatever_is_written_only_known_tags_come_out(text: str) -> None:
    html = render_prose(text)
    assert {tag for tag, _ in _TAG.findall(html)} <= TAGS
    assert "\n" not in summarise_prose(text)


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("Holds **what** `users`\nwant.\n\nMore.", "Holds what users want."),
        ("# Cart\n\nHolds it.", "Cart"),
        ("- one\n- two", "one"),
        ("[docs](https://x.example)", "docs"),
        ("", ""),
        ("<b>x</b>", "<b>x</b>"),
        ("x" * 400, "x" * (SUMMARY - 1) + "…"),
    ],
)
def test_the_first_paragraph_is_the_summary(text: str, summary: str) -> None:
    assert summarise_prose(text) == summary
