"""What a page takes out of a descriptor's body. Whatever stands there was written by somebody we do not know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from catalog.core.shown_names import clean_name
from portal.links import safe_link

_ON_CALL = re.compile(r"on.?call|pager|escalat|incident", re.IGNORECASE)
_DOCS = re.compile(r"\bdocs?\b|documentation|openapi|swagger|\bapi\b", re.IGNORECASE)
_PAGERDUTY = "pagerduty.com/service-id"
LINKS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a descriptor; the address is http, https or mailto."""

    title: str
    url: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A descriptor's body with typed access to what may or may not be in it."""

    data: Mapping[str, Any]

    @classmethod
    def read(cls, body_json: str) -> Body:
        """The body out of its JSON text as it is stored."""
        data = orjson.loads(body_json)
        return cls(data if isinstance(data, dict) else {})

    @property
    def metadata(self) -> Mapping[str, Any]:
        """`metadata`, or nothing."""
        return self._mapping("metadata")

    @property
    def spec(self) -> Mapping[str, Any]:
        """`spec`, or nothing."""
        return self._mapping("spec")

    @property
    def annotations(self) -> dict[str, str]:
        """`metadata.annotations` whose values are text."""
        found = self.metadata.get("annotations")
        return {str(k): v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}

    @property
    def tags(self) -> list[str]:
        """`metadata.tags` that are text."""
        found = self.metadata.get("tags")
        return [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else []

    @property
    def links(self) -> list[Link]:
        """`metadata.links` whose address may become a link."""
        found = self.metadata.get("links")
        rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
        links = (_read_link(row) for row in rows[:LINKS_SHOWN])
        return [link for link in links if link.url]

    @property
    def on_call_link(self) -> Link | None:
        """Where the people on call are found: a link that says so, else PagerDuty's annotation."""
        named = next((link for link in self.links if _ON_CALL.search(f"{link.type} {link.title}")), None)
        service = self.annotations.get(_PAGERDUTY, "")
        if named is None and re.fullmatch(r"[A-Za-z0-9]{1,40}", service):
            return Link("PagerDuty", f"https://app.pagerduty.com/service-directory/{service}")
        return named

    @property
    def docs_link(self) -> Link | None:
        """Where its documentation is, by a link that says so."""
        return next((link for link in self.links if _DOCS.search(f"{link.type} {link.title}")), None)

    @property
    def definition(self) -> str:
        """What an API says that it offers: `spec.definition`; empty where it says nothing."""
        found = self.spec.get("definition")
        return found if isinstance(found, str) and found.strip() else ""

    def _mapping(self, name: str) -> Mapping[str, Any]:
        found = self.data.get(name)
        return found if isinstance(found, dict) else {}


def _read_link(row: Mapping[str, Any]) -> Link:
    url, title, type_ = safe_link(row.get("url")), row.get("title"), row.get("type")
    shown = clean_name(title) if isinstance(title, str) else ""
    return Link(shown or url, url, type_ if isinstance(type_, str) else "")


def read_related(relations_json: str, type_: str) -> list[str]:
    """Refs that stand in one relation to an entity, out of its `relations_json`."""
    return [row["targetRef"] for row in orjson.loads(relations_json) if row["type"] == type_]


def has_definition(body_json: str) -> bool:
    """Whether a body has a definition. Looks closely only where the word is there."""
    return '"definition":' in body_json and bool(Body.read(body_json).definition)
