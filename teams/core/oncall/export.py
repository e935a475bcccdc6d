"""A schedule as the text of an `oncall.yaml`: what is kept elsewhere taken out, and one to start from. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import yaml

_FIRST = ("apiVersion", "kind", "metadata", "name", "namespace", "title", "description", "owner", "time_zone", "layers")


def write_document(document: Mapping[str, Any]) -> str:
    """The document as YAML that is read back as the same, what names it first."""
    order = {name: index for index, name in enumerate(_FIRST)}
    fields = sorted(document.items(), key=lambda field: order.get(field[0], len(order)))
    return yaml.safe_dump(dict(fields), sort_keys=False, allow_unicode=True, width=120)


def make_version(document: Mapping[str, Any]) -> str:
    """A digest of what a document says, whatever the order of its fields."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def make_starter(team: str, people: Sequence[str], zone: str, monday: str) -> dict[str, Any]:
    """A schedule to begin with: everybody of a team takes turns of a week. ``monday`` is a date."""
    turns = [[person] for person in people] or [["somebody"]]
    rotation = {"start": f"{monday}T09:00", "unit": "week", "length": 1}
    document = {"name": team.rpartition("/")[2], "owner": team, "time_zone": zone}
    return {**document, "layers": [{"participants": turns, "rotation": rotation}]}
