"""Descriptors to start from, and the shortest way to change one thing in them."""

from __future__ import annotations

import json
from typing import Any

from catalog.core.descriptors import Document, ParseOptions, Read, parse_file

COMPONENT: dict[str, Any] = {
    "apiVersion": "backstage.io/v1alpha1",
    "kind": "Component",
    "metadata": {"name": "ledger"},
    "spec": {"type": "service", "lifecycle": "production", "owner": "tally"},
}
SPECS: dict[str, dict[str, Any]] = {
    "Component": COMPONENT["spec"],
    "API": {"type": "openapi", "lifecycle": "production", "owner": "tally", "definition": "openapi: 3.0.0"},
    "Resource": {"type": "database", "owner": "tally"},
    "System": {"owner": "tally"},
    "Domain": {"owner": "tally"},
    "Group": {"type": "team", "children": []},
    "User": {"memberOf": []},
    "Location": {},
    "Template": {"type": "service", "steps": [{"action": "debug:log"}]},
}


def entity(kind: str = "Component", *, metadata: dict[str, Any] | None = None, **spec: Any) -> dict[str, Any]:
    """A valid entity of a kind with these fields changed or added; ``...`` takes a field out."""
    version = "scaffolder.backstage.io/v1beta3" if kind == "Template" else "backstage.io/v1alpha1"
    return {
        "apiVersion": version,
        "kind": kind,
        "metadata": _changed({"name": "ledger"}, metadata or {}),
        "spec": _changed(SPECS[kind], spec),
    }


def _changed(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (base | changes).items() if value is not ...}


def entity_with(kind: str, name: str, value: Any) -> dict[str, Any]:
    """A valid entity of a kind with one field of its spec set."""
    data = entity(kind)
    data["spec"][name] = value
    return data


def parse_text(
    text: str, read: Read | None = None, path: str = "catalog-info.yaml", options: ParseOptions | None = None
) -> Document:
    """The one document of a text."""
    [document] = parse_file(path, text.encode(), read, options or ParseOptions()).documents
    return document


def parse(data: Any, read: Read | None = None, options: ParseOptions | None = None) -> Document:
    """The document that holds this data."""
    return parse_text(json.dumps(data), read, options=options)


def stage_of(data: Any, read: Read | None = None) -> str | None:
    """The stage that refuses this data, None if it is accepted."""
    error = parse(data, read).error
    return error.stage if error else None
