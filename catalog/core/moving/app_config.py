"""Where a Backstage's entities come from, told from its `app-config.yaml`: `catalog.locations` and `catalog.providers`.

Source: Backstage's documentation of the catalog's configuration and of its integrations' providers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog.core.moving.places import FoundPlace
from catalog.core.yaml_text import load_yaml

#: What a provider's configuration names its repositories by, in the order in which they are told.
_SCOPES = (
    "host",
    "organization",
    "org",
    "orgs",
    "group",
    "projectPattern",
    "workspace",
    "projectKey",
    "project",
    "url",
)
_SETTINGS = frozenset({*_SCOPES, "catalogPath", "filters", "schedule", "branch", "token", "orgEnabled", "rules"})


class AppConfigError(ValueError):
    """The file cannot be read as a configuration; the message says why."""


def read_app_config(content: bytes) -> list[FoundPlace]:
    """The places that a configuration names. Raises AppConfigError."""
    file = load_yaml(content)
    fault = file.fault or next((document.fault for document in file.documents if document.fault), None)
    if fault is not None:
        raise AppConfigError(f"line {fault.line}: {fault.message}")
    data = file.documents[0].data if file.documents else None
    catalog = data.get("catalog") if isinstance(data, dict) else None
    if not isinstance(catalog, dict):
        raise AppConfigError("there is no `catalog` in it")
    return [*_locations(catalog.get("locations")), *_providers(catalog.get("providers"))]


def _locations(rows: Any) -> Iterator[FoundPlace]:
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(row.get("target"), str) and row["target"]:
            yield FoundPlace(str(row.get("type", "url")), row["target"])


def _providers(providers: Any) -> Iterator[FoundPlace]:
    for name, settings in providers.items() if isinstance(providers, dict) else ():
        for each in _each(settings):
            scope = ", ".join(f"{key} {_shown(each[key])}" for key in _SCOPES if key in each)
            yield FoundPlace(str(name), scope or "(all it can see)", is_registered=False)


def _each(settings: Any) -> Iterator[dict[str, Any]]:
    """A provider is configured once, or several times by an id of one's own; a list is several times, too."""
    if isinstance(settings, list):
        yield from (row for row in settings if isinstance(row, dict))
    elif isinstance(settings, dict) and (settings.keys() & _SETTINGS or not settings):
        yield settings
    elif isinstance(settings, dict):
        yield from (row for row in settings.values() if isinstance(row, dict))


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
