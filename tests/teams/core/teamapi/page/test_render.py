"""The page as Markdown and as JSON: nothing a document holds becomes Markdown or HTML of ours."""

from __future__ import annotations

import orjson
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from teams.core.teamapi.page.merge import merge_team_page
from teams.core.teamapi.page.model import Field, Part, Row, Source, TeamPage
from teams.core.teamapi.page.render import LEGEND, page_to_json, render_markdown
from tests.teams.core.teamapi.page.facts import BARE, FACTS
from tests.teams.core.teamapi.samples import FULL, read

PAGE = merge_team_page(read(FULL), FACTS)


def test_markdown_of_a_whole_page() -> None:
    text = render_markdown(PAGE)
    assert text.startswith("# Harbour\n\n**Ships come in and leave on time**\n")
    assert LEGEND in text
    assert "\n## How to reach us\n" in text
    assert (
        "- **[\\#harbour-help](<https://chat.example/harbour>)** *(written and observed)*: for: questions *(written)*;"
        in text
    )
    assert "- name: Harbour (observed: Harbour Team) *(written)*\n" in text
    assert (
        "; repository: [https://git.example/shore/berth-planner](<https://git.example/shore/berth-planner>); " in text
    )
    assert "; lifecycle: production (observed: deprecated) *(written)*; " in text
    assert "- past its end by 93 days\n" in text


def test_markdown_of_nothing_says_what_to_do() -> None:
    text = render_markdown(merge_team_page(None, BARE))
    assert "*The team keeps no Team API yet; the ready file is a start.*" in text


def test_every_value_says_where_it_comes_from() -> None:
    page = page_to_json(PAGE)
    told = [each for part in page["parts"] for each in (*part.get("fields", ()), *part.get("rows", ()))]
    assert len(told) > 50
    assert {each["source"] for each in told} == {"written", "observed", "written and observed"}


def test_json_is_json_and_leaves_out_what_is_empty() -> None:
    page = orjson.loads(orjson.dumps(page_to_json(PAGE)))
    assert page["ref"] == "group:shore/harbour"
    assert "prose" not in page
    (channels,) = [part for part in page["parts"] if part["id"] == "channels"]
    assert channels["rows"][1] == {
        "title": "harbour",
        "source": "written",
        "line": 28,
        "fields": [
            {"label": "for", "text": "incidents, support", "source": "written"},
            {"label": "kind", "text": "pager", "source": "written"},
        ],
    }
    (more,) = [part for part in page_to_json(merge_team_page(None, BARE))["parts"] if part["id"] == "more"]
    assert more == {"id": "more", "title": "What else to know", "hint": "Name the places where others can read more."}


def make_page(text: str, url: str = "", prose: str = "") -> TeamPage:
    field = Field("label", text, Source.WRITTEN, url, note=text)
    row = Row(text, Source.OBSERVED, (field,), url=url, note=text)
    return TeamPage("group:a/b", text, text, True, (Part("x", "Part", (field,), (row,)),), prose)


@given(st.text(max_size=40))
def test_no_value_becomes_markup(text: str) -> None:
    """However a value is written, the page has its headings, its list and no HTML or link besides."""
    tokens = MarkdownIt("commonmark").parse(render_markdown(make_page(f"a{text}")))
    kinds = [token.type for token in tokens]
    assert kinds.count("heading_open") == 2
    assert kinds.count("list_item_open") == 2
    assert not {"html_block", "fence", "code_block", "blockquote_open", "hr"} & set(kinds)
    inner = [child.type for token in tokens for child in token.children or ()]
    assert not {"html_inline", "link_open", "image"} & set(inner)
    assert inner.count("code_inline") == 1


def test_markup_in_values_is_shown_as_it_is() -> None:
    hostile = "<script>alert(1)</script> [x](javascript:y) **b** `c` | ~~d~~ &lt; # !"
    html = MarkdownIt("commonmark").render(render_markdown(make_page(hostile)))
    assert "<script" not in html
    assert "<a " not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:y) **b** `c` | ~~d~~ &amp;lt; # !" in html


def test_address_cannot_break_out_of_its_link() -> None:
    html = MarkdownIt("commonmark").render(render_markdown(make_page("x", "https://a.example/)<b>\\")))
    assert "<b>" not in html
    assert 'href="https://a.example/)%3Cb%3E%5C"' in html


def test_headings_of_the_prose_stand_below_ours() -> None:
    prose = "# One\n\n###### Six\n\n```\n# code\n~~~\n# code too\n```\n#tag\n## Two\n"
    text = render_markdown(make_page("a", prose=prose))
    assert text.endswith("### One\n\n###### Six\n\n```\n# code\n~~~\n# code too\n```\n#tag\n#### Two\n")
