"""The text of a check as paragraphs and code."""

from __future__ import annotations

from portal.prose import Block, split_blocks, split_code
from portal.templatetags.portal import as_prose


def test_paragraphs_are_joined_and_indented_blocks_stand() -> None:
    text = "One\nsentence.\n\nWrite::\n\n    spec:\n      owner: x\n\n    ---\n\nDone."
    assert split_blocks(text) == [
        Block("One sentence.", False),
        Block("Write:", False),
        Block("spec:\n  owner: x\n\n---", True),
        Block("Done.", False),
    ]


def test_code_stands_between_double_backquotes() -> None:
    assert split_code("set ``spec.owner`` now") == [("set ", False), ("spec.owner", True), (" now", False)]
    assert split_code("``x``") == [("x", True)]
    assert split_code("`` alone") == [("`` alone", False)]


def test_html_in_a_text_is_shown() -> None:
    assert as_prose("a <b> ``<i>``") == "<p>a &lt;b&gt; <code>&lt;i&gt;</code></p>"
