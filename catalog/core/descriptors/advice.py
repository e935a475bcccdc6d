"""Warnings: what Backstage accepts in silence and its author probably did not mean. Each with line and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from catalog.core.descriptors.kinds import Kind
from catalog.core.descriptors.misspellings import find_intended
from catalog.core.descriptors.model import DescriptorWarning, ParseOptions
from catalog.core.descriptors.policies import shorten
from catalog.core.descriptors.positions import Lines
from catalog.core.descriptors.recognition import has_marker
from catalog.core.refs import EntityRef, RefError, parse_ref

_EMAIL = re.compile(r"(?:[^@\s:/]+:(?:[^@\s/]+/)?)?[^@\s:/]+@[^@\s:/]+\.[^@\s:/]+")
_TEXT_REFS = ("owner", "system", "domain", "parent", "subcomponentOf", "subdomainOf")


def advise(
    ref: EntityRef, kind: Kind | None, spec: dict[str, Any], lines: Lines, options: ParseOptions
) -> Iterator[DescriptorWarning]:
    """What to say about an accepted entity, or one whose only fault is its owner."""
    if kind is not None:
        yield from advise_on_fields(kind, spec, lines)
    yield from _advise_on_owner(ref, spec, lines)
    yield from _advise_on_templates(spec, lines)
    yield from _advise_on_values(ref.kind, spec, lines, options)


def advise_on_fields(kind: Kind, spec: dict[str, Any], lines: Lines) -> Iterator[DescriptorWarning]:
    """One warning for each unknown field of a spec that looks like a known one."""
    for name in spec:
        if name in kind.fields:
            continue
        intended = find_intended(kind, name, spec)
        if intended is not None:
            yield DescriptorWarning(
                "unknown-field",
                f"spec.{shorten(name)} is no field of a {kind.name} and does nothing",
                f"write {intended.remedy}",
                lines.find(f"spec.{name}"),
            )


def _advise_on_owner(ref: EntityRef, spec: dict[str, Any], lines: Lines) -> Iterator[DescriptorWarning]:
    owner = spec.get("owner")
    if not isinstance(owner, str) or has_marker(owner):
        return
    line, shown = lines.find("spec.owner"), shorten(owner)
    if _EMAIL.fullmatch(owner):
        remedy = "name the team that owns it, as in group:default/team; addresses belong in the team's profile"
        yield DescriptorWarning("owner-is-email", f"the owner {shown} is an e-mail address", remedy, line)
        return
    try:
        kind = parse_ref(owner, "Group", ref.namespace).kind.lower()
    except RefError:
        return
    if kind == "user":
        remedy = "name the team, as in group:default/team: people leave, teams stay"
        yield DescriptorWarning("owner-is-user", f"the owner {shown} is a person", remedy, line)
    elif kind != "group":
        remedy = "name a team, as in group:default/team"
        yield DescriptorWarning(
            "owner-is-not-a-team", f"the owner {shown} is neither a team nor a person", remedy, line
        )


def _advise_on_templates(spec: dict[str, Any], lines: Lines) -> Iterator[DescriptorWarning]:
    for name in _TEXT_REFS:
        value = spec.get(name)
        if isinstance(value, str) and has_marker(value):
            message = f"spec.{name} is the unrendered expression {shorten(value)}"
            yield DescriptorWarning(
                "unrendered-expression", message, "render the template, or write the value", lines.find(f"spec.{name}")
            )


def _advise_on_values(
    kind: str, spec: dict[str, Any], lines: Lines, options: ParseOptions
) -> Iterator[DescriptorWarning]:
    for name, allowed in (("lifecycle", options.lifecycles), ("type", options.types.get(kind))):
        value = spec.get(name)
        if allowed is not None and isinstance(value, str) and value not in allowed and not has_marker(value):
            yield DescriptorWarning(
                f"unknown-{name}",
                f"the {name} {shorten(value)} is not one of those in use",
                f"use one of: {', '.join(sorted(allowed))}",
                lines.find(f"spec.{name}"),
            )


def advise_on_placeholders(unread: Sequence[tuple[str, str]], lines: Lines) -> Iterator[DescriptorWarning]:
    """One warning for each placeholder whose content is not known."""
    remedy = "check that the file is in the same repository, or its host one that placeholders may include files from"
    for path, message in unread:
        yield DescriptorWarning("placeholder-not-read", message, remedy, lines.find(path))
