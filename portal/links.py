"""Addresses of pages from refs. The one place that knows which page shows what."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from catalog.core.refs import RefError, parse_ref
from catalog.core.web_addresses import safe_address


def entity_url(ref: str, tab: str = "overview") -> str:
    """The page of an entity, or one of its tabs; empty if no entity can have this ref."""
    try:
        parsed = parse_ref(ref.lower())
        parts = [parsed.kind, parsed.namespace, parsed.name]
        return reverse("entity", args=parts) if tab == "overview" else reverse("entity-tab", args=[*parts, tab])
    except (RefError, NoReverseMatch):
        return ""


def subject_url(ref: str) -> str:
    """The page of whatever a ref names: a repository, a team, a person, a schedule, or any other entity."""
    kind, _, rest = ref.partition(":")
    if kind == "repository" and rest.isascii() and rest.isdigit():
        return reverse("repository", args=[int(rest)])
    if kind == "group":
        return team_url(ref)
    if kind == "user":
        return person_url(ref)
    if kind == "schedule":
        return schedule_url(ref)
    return entity_url(ref)


def conflict_url(ref: str) -> str:
    """The page of a ref that several documents declare."""
    return _page("conflict", ref)


def conflict_withdraw_url(ref: str) -> str:
    """Where a decision about such a ref is taken back."""
    return _page("conflict-withdraw", ref)


def removed_url(ref: str) -> str:
    """The page of what was removed not long ago."""
    return _page("removed-entity", ref)


def _page(name: str, ref: str) -> str:
    try:
        parsed = parse_ref(ref.lower())
        return reverse(name, args=[parsed.kind, parsed.namespace, parsed.name])
    except (RefError, NoReverseMatch):
        return ""


def team_url(ref: str) -> str:
    """The page of a team; `ref` is that of its Group."""
    try:
        parsed = parse_ref(ref.lower())
        return reverse("team", args=[parsed.namespace, parsed.name])
    except (RefError, NoReverseMatch):
        return ""


def person_url(ref: str) -> str:
    """The page of a person; `ref` is that of their User."""
    try:
        parsed = parse_ref(ref.lower())
        return reverse("person", args=[parsed.namespace, parsed.name])
    except (RefError, NoReverseMatch):
        return ""


def schedule_url(ref: str) -> str:
    """The page of a schedule; that of all where none can have this ref."""
    try:
        parsed = parse_ref(ref.lower())
        return reverse("schedule", args=[parsed.namespace, parsed.name])
    except (RefError, NoReverseMatch):
        return reverse("on-call")


def file_url(origin_id: int, commit: str, path: str, line: int = 0) -> str:
    """The page that shows a file at a commit with one line marked."""
    query = {"commit": commit, "path": path} | ({"line": str(line)} if line else {})
    anchor = f"#L{line}" if line else ""
    return f"{reverse('repository-file', args=[origin_id])}?{urlencode(query)}{anchor}"


def commit_url(origin_id: int, commit: str) -> str:
    """The page of a commit."""
    return reverse("repository-commit", args=[origin_id, commit])


def safe_link(address: object) -> str:
    """The address if it may become a link: http, https or mailto. Everything else is shown as text."""
    return safe_address(address)
