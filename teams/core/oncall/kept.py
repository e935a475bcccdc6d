"""A kept `oncall.yaml`, document by document: one that cannot be used never costs the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson

from catalog.core.refs import RefError, parse_ref
from catalog.core.yaml_text import YamlDocument, load_yaml
from teams.core.oncall.documents import KIND, read_document
from teams.core.oncall.errors import OnCallError

NAMELESS = f"line {{line}}: a schedule in Git needs kind: {KIND}, a name and an owner"


@dataclass(frozen=True, slots=True)
class KeptSchedule:
    """One document. `data` is JSON that `read_schedule_data` reads; None, with a `problem`, if it cannot be used.

    `ref` and `owner_ref` are filled as far as they can be told.
    """

    ref: str = ""
    owner_ref: str = ""
    title: str = ""
    zone: str = ""
    data: Mapping[str, Any] | None = None
    line: int = 1
    problem: str = ""


def read_kept(text: str) -> tuple[KeptSchedule, ...]:
    """Every schedule of a file, whatever stands in it; a ref that comes twice is one schedule with a problem."""
    file = load_yaml(text.encode())
    if file.fault:
        return (KeptSchedule(line=file.fault.line, problem=f"line {file.fault.line}: {file.fault.message}"),)
    found: dict[str, KeptSchedule] = {}
    for document in file.documents:
        if document.data is None and not document.fault:
            continue
        schedule = _read(document)
        if schedule.ref in found:
            said = found[schedule.ref].problem or schedule.problem or f"line {schedule.line}: declared a second time"
            schedule = replace(schedule, data=None, problem=said)
        found[schedule.ref] = schedule
    return tuple(found.values())


def _read(document: YamlDocument) -> KeptSchedule:
    try:
        read = read_document(document)
        data = orjson.loads(orjson.dumps(document.data, default=_write))
    except (OnCallError, TypeError) as error:
        return replace(_salvage(document.data), line=document.line, problem=str(error))
    if not read.name:
        return KeptSchedule(line=document.line, problem=NAMELESS.format(line=document.line))
    ref = f"schedule:{read.namespace}/{read.name}".lower()
    return KeptSchedule(ref, read.owner_ref, read.title, read.schedule.zone, data, document.line)


def _write(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a schedule")


def _salvage(data: object) -> KeptSchedule:
    """Whose schedule a refused document is, as far as it says so."""
    if not isinstance(data, dict):
        return KeptSchedule()
    metadata, spec = _part(data, "metadata"), _part(data, "spec")
    name, namespace = metadata.get("name"), metadata.get("namespace", "default")
    owner = data.get("owner") or spec.get("owner")
    if not isinstance(name, str) or not isinstance(namespace, str):
        return KeptSchedule()
    return KeptSchedule(_ref(name, "schedule", namespace), _ref(owner, "group", namespace))


def _part(data: dict[str, Any], name: str) -> dict[str, Any]:
    part = data.get(name)
    return part if isinstance(part, dict) else data


def _ref(text: object, kind: str, namespace: str) -> str:
    try:
        return str(parse_ref(text, kind, namespace)) if isinstance(text, str) else ""
    except RefError:
        return ""
