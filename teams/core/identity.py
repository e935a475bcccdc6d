"""What a Group and a User say about a team and a person. Pure.

Source: Backstage's descriptor format for Group and User (`spec.profile`, `metadata.links`); the annotation
`bailiwick.dev/lead` on a Group names its leads (refs or names of Users, commas between them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.core.refs import RefError, parse_ref
from catalog.core.shown_names import clean_name

LEAD_ANNOTATION = "bailiwick.dev/lead"


@dataclass(frozen=True, slots=True)
class TeamIdentity:
    """A team as its Group describes it. `channels` are `{"kind", "title", "url"}`; refs are canonical."""

    name: str
    title: str
    type: str
    focus: str
    email: str
    parent_ref: str
    channels: tuple[dict[str, str], ...]
    lead_refs: frozenset[str]


@dataclass(frozen=True, slots=True)
class PersonIdentity:
    """A person as their User describes them."""

    name: str
    shown_name: str
    email: str


def describe_team(group: dict[str, Any]) -> TeamIdentity:
    """Read a Group entity. Wrong types count as missing."""
    metadata, spec = _mapping(group, "metadata"), _mapping(group, "spec")
    profile = _mapping(spec, "profile")
    namespace = _text(metadata, "namespace") or "default"
    email = _text(profile, "email")
    return TeamIdentity(
        name=_text(metadata, "name"),
        title=clean_name(_text(profile, "displayName") or _text(metadata, "title")),
        type=_text(spec, "type"),
        focus=_text(metadata, "description"),
        email=email,
        parent_ref=_ref(_text(spec, "parent"), "group", namespace),
        channels=tuple(_channels(metadata, email)),
        lead_refs=frozenset(_leads(metadata, namespace)),
    )


def describe_person(user: dict[str, Any]) -> PersonIdentity:
    """Read a User entity. Wrong types count as missing."""
    metadata, profile = _mapping(user, "metadata"), _mapping(_mapping(user, "spec"), "profile")
    shown_name = clean_name(_text(profile, "displayName") or _text(metadata, "title"))
    return PersonIdentity(_text(metadata, "name"), shown_name, _text(profile, "email").lower())


def _channels(metadata: dict[str, Any], email: str) -> list[dict[str, str]]:
    links = metadata.get("links")
    channels = [
        {"kind": _text(link, "type") or _text(link, "icon") or "link", "title": _text(link, "title"), "url": url}
        for link in (links if isinstance(links, list) else [])
        if isinstance(link, dict) and (url := _text(link, "url")).startswith(("https://", "http://", "mailto:"))
    ]
    return [*channels, {"kind": "email", "title": email, "url": f"mailto:{email}"}] if email else channels


def _leads(metadata: dict[str, Any], namespace: str) -> list[str]:
    text = _text(_mapping(metadata, "annotations"), LEAD_ANNOTATION)
    return [ref for part in text.split(",") if (ref := _ref(part.strip(), "user", namespace))]


def _ref(text: str, kind: str, namespace: str) -> str:
    try:
        return str(parse_ref(text, kind, namespace)) if text else ""
    except RefError:
        return ""


def _mapping(value: dict[str, Any], key: str) -> dict[str, Any]:
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}


def _text(value: dict[str, Any], key: str) -> str:
    inner = value.get(key)
    return inner.strip() if isinstance(inner, str) else ""
