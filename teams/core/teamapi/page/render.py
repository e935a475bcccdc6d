"""The page as Markdown for people and as JSON for programs. Both say of everything where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from teams.core.teamapi.page.model import Field, Part, Row, TeamPage

LEGEND = "*written*: by the team in its Team API. *observed*: in the catalog and in Git."

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!])")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?=[ \t]|$)")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_DEEPEST = 6  # there is no smaller heading


def render_markdown(page: TeamPage) -> str:
    """The page as CommonMark. Every value is escaped; the team's own prose stands at the end as it wrote it."""
    return "\n".join(_write_page(page)).rstrip("\n") + "\n"


def page_to_json(page: TeamPage) -> dict[str, Any]:
    """The page as JSON: `parts[]` with `fields[]` and `rows[]`; what is empty is left out."""
    whole = {
        "ref": page.ref,
        "name": page.name,
        "focus": page.focus,
        "document_url": page.document_url,
        "prose": page.prose,
    }
    return {
        **_drop_empty(whole),
        "has_document": page.has_document,
        "parts": [_part_to_json(part) for part in page.parts],
    }


def _part_to_json(part: Part) -> dict[str, Any]:
    fields, rows = [_field_to_json(field) for field in part.fields], [_row_to_json(row) for row in part.rows]
    hint = part.hint if part.is_empty else ""
    return {"id": part.id, "title": part.title, **_drop_empty({"fields": fields, "rows": rows, "hint": hint})}


def _row_to_json(row: Row) -> dict[str, Any]:
    rest = {"ref": row.ref, "url": row.url, "note": row.note, "line": row.line}
    fields = [_field_to_json(field) for field in row.fields]
    return {"title": row.title, "source": row.source.value, **_drop_empty({**rest, "fields": fields})}


def _field_to_json(field: Field) -> dict[str, Any]:
    rest = {"url": field.url, "note": field.note, "line": field.line}
    return {"label": field.label, "text": field.text, "source": field.source.value, **_drop_empty(rest)}


def _drop_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _write_page(page: TeamPage) -> Iterator[str]:
    yield f"# {_escape(page.name)}"
    yield ""
    if page.focus:
        yield from (f"**{_escape(page.focus)}**", "")
    yield from (f"`{page.ref}` {LEGEND}", "")
    for part in page.parts:
        yield from (f"## {part.title}", "")
        yield from _write_part(part)
        yield ""
    if page.prose:
        yield from ("## In the team's own words", "", *_lower_headings(page.prose))


def _write_part(part: Part) -> Iterator[str]:
    if part.is_empty:
        yield f"*{part.hint}*"
    for field in part.fields:
        yield f"- {_escape(field.label)}: {_write_field(field)} *({field.source})*"
    for row in part.rows:
        told = "; ".join(_write_in_row(field, row) for field in row.fields)
        note = f" - {_escape(row.note)}" if row.note else ""
        yield f"- **{_link(row.title, row.url)}** *({row.source})*{f': {told}' if told else ''}{note}"


def _write_in_row(field: Field, row: Row) -> str:
    """A field of a row says where it comes from where that is not where the row does."""
    label = f"{_escape(field.label)}: " if field.label else ""
    source = "" if field.source is row.source else f" *({field.source})*"
    return f"{label}{_write_field(field)}{source}"


def _write_field(field: Field) -> str:
    note = f" ({_escape(field.note)})" if field.note else ""
    return f"{_link(field.text, field.url)}{note}"


def _link(text: str, url: str) -> str:
    """The text, linked where there is an address; brackets that would end the link are encoded."""
    address = url.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
    return f"[{_escape(text)}](<{address}>)" if address else _escape(text)


def _escape(text: str) -> str:
    """Text as it was meant, on one line: nothing in it is Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _lower_headings(prose: str) -> Iterator[str]:
    """The team's prose with its headings below ours; code stays as it is."""
    fence = ""
    for line in prose.splitlines():
        found = _FENCE.match(line)
        if found and fence in ("", found[1]):
            fence = "" if fence else found[1]
        heading = None if fence else _HEADING.match(line)
        yield _HEADING.sub("#" * min(len(heading[1]) + 2, _DEEPEST), line, count=1) if heading else line
