"""Markdown as sections, items and rows with their lines."""

from __future__ import annotations

from teams.core.teamapi.reading.outline import (
    Line,
    Row,
    find_link,
    join_items,
    list_leaves,
    read_outline,
    split_label,
    to_plain,
)

TEXT = """\
Front.

# Harbour **team** #

A paragraph
over two lines.

- one
  goes on
- two
    1. two a
    2) two b
* three

| Team | Mode \\| more |
|------|:------------:|
| A `b` | *c* |
| d

> help text
<!-- - no item -->
<!--
## No heading
- no item
-->
```yaml
# no heading
- no item
```
## Next
#no heading
~~~
## code
"""


def test_sections_with_their_lines() -> None:
    sections = read_outline(TEXT, first_line=11)
    assert [(each.title, each.level, each.line) for each in sections] == [
        ("", 0, 11),
        ("Harbour team", 1, 13),
        ("Next", 2, 40),
    ]


def test_paragraphs_items_and_rows() -> None:
    front, harbour, following = read_outline(TEXT)
    assert front.paragraphs == [Line("Front.", 1)]
    assert harbour.paragraphs == [Line("A paragraph", 5), Line("over two lines.", 6)]
    assert harbour.items == [
        Line("one goes on", 8, 0),
        Line("two", 10, 0),
        Line("two a", 11, 4),
        Line("two b", 12, 4),
        Line("three", 13, 0),
    ]
    assert harbour.rows == [Row(("Team", "Mode | more"), 15), Row(("A b", "c"), 17), Row(("d",), 18)]
    assert following.paragraphs == [Line("#no heading", 31)]
    assert following.items == []


def test_sections_keep_their_text() -> None:
    sections = read_outline("# A\n\n- x\n\n# B\n")
    assert [each.text for each in sections] == ["", "# A\n\n- x", "# B"]
    assert [each.is_empty for each in sections] == [True, False, True]


def test_leaves_and_groups() -> None:
    items = [Line("a", 1, 0), Line("b", 2, 2), Line("c", 3, 4), Line("d", 4, 2), Line("e", 5, 0)]
    assert [each.text for each in list_leaves(items)] == ["c", "d", "e"]
    assert [each.text for each in join_items(items)] == ["a: b; c; d", "e"]
    assert list(list_leaves([])) == list(join_items([])) == []


def test_labels() -> None:
    assert split_label("**Chat**: #quay: now") == ("Chat", "#quay: now")
    assert split_label("https://port.example") == ("", "https://port.example")
    assert split_label("no label") == ("", "no label")
    assert split_label(f"{'a long sentence ' * 8}: that goes on")[0] == ""


def test_plain_text() -> None:
    assert to_plain("**bold** `code` _it_ [text](https://a.example)") == "bold code it text"
    assert to_plain("snake_case and 2 * 3 * 4") == "snake_case and 2 * 3 * 4"
    assert find_link("see [the **wiki**](https://a.example) or [b](c)") == ("the wiki", "https://a.example")
    assert find_link("see [the wiki]") is None


def test_long_lines_take_no_time_worth_noticing() -> None:
    """Each of these was quadratic in a first draft; a megabyte would never have ended."""
    for hostile in (
        "# " + " " * 500_000 + "x",
        "- a\n" + "  b\n" * 100_000,
        "|" * 500_000,
        "[" * 500_000,
        "_" * 500_000,
    ):
        assert read_outline(hostile)
