"""Markdown that people wrote, as HTML that is safe to show, and as one line of plain text. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = frozenset(
    {"a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong"}
    | {"table", "tbody", "td", "th", "thead", "tr", "ul"}
)
SCHEMES = ("https://", "http://", "mailto:")
SUMMARY = 300  # characters
LONGEST = 100_000  # characters that are looked at
_DEEPEST = 6  # there is no smaller heading
_ABOVE = 2  # headings of the page that ours stand below

_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def render_prose(text: str) -> SafeString:
    """The text as HTML: no scripts, styles or pictures, and links to the web and to addresses of mail only."""
    tokens = _parser.parse(text[:LONGEST])
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + _ABOVE, _DEEPEST)}"
        for child in token.children or ():
            if child.type == "link_open":
                child.attrs = _keep_safe(child.attrs)
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html, tags=set(TAGS), attributes={"a": {"href", "rel"}}, url_schemes={"https", "http", "mailto"}, link_rel=None
    )
    return mark_safe(clean)  # noqa: S308  # cleaned above


def summarise_prose(text: str) -> str:
    """The first paragraph, heading or item as plain text on one line, cut to SUMMARY characters."""
    for token in _parser.parse(text[:LONGEST]):
        if token.type == "inline":
            words = " ".join("".join(_say(child.type, child.content) for child in token.children or ()).split())
            return words if len(words) <= SUMMARY else f"{words[: SUMMARY - 1]}…"
    return ""


def _say(kind: str, content: str) -> str:
    return " " if kind in {"softbreak", "hardbreak"} else content


def _keep_safe(attrs: Mapping[str, str | int | float]) -> dict[str, str | int | float]:
    """The attributes of a link: its address, if that is one of the web or of mail; else nothing is left of it."""
    href = str(attrs.get("href", ""))
    return {"href": href, "rel": "noreferrer"} if href.lower().startswith(SCHEMES) else {}
