"""Schedule files: the vectors' ``schedule`` object as YAML or JSON, alone or under ``schedule``, or ``kind: Schedule``.

The form kept in Git (``oncall.yaml``) names the schedule and its owner and refers to people as entity refs:

    kind: Schedule
    name: payments
    owner: group:default/payments
    time_zone: Europe/Berlin
    layers:
      - participants: [[user:default/ana], [ben]]
        rotation: {start: 2026-01-05T09:00, unit: week, length: 1}

Everything from ``time_zone`` on may stand under ``spec`` too, with ``name`` and ``namespace`` under ``metadata``, as in
other catalog files. A file may hold several schedules as YAML documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from catalog.core.refs import DEFAULT_NAMESPACE, RefError, parse_ref
from catalog.core.yaml_text import YamlDocument, load_yaml
from teams.core.oncall.errors import OnCallError, ScheduleError, quote
from teams.core.oncall.fields import Fields, read_person
from teams.core.oncall.model import Schedule
from teams.core.oncall.read import SCHEDULE_FIELDS, PersonReader, read_schedule

KIND = "Schedule"
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_OWN_FIELDS = ("apiVersion", "kind", "name", "namespace", "title", "description", "owner", "metadata", "spec")
_METADATA = ("name", "namespace", "title", "description", "annotations", "labels", "links", "tags")


@dataclass(frozen=True, slots=True)
class ScheduleDocument:
    """A schedule with its name, namespace and owner (a canonical ref); all three are empty for a bare schedule object.

    In a named one people are canonical refs. ``line`` is where its document starts.
    """

    schedule: Schedule
    name: str = ""
    namespace: str = ""
    owner_ref: str = ""
    title: str = ""
    line: int = 1


def read_schedule_file(content: bytes) -> tuple[ScheduleDocument, ...]:
    """Every schedule of a YAML or JSON file. Raises OnCallError with the line of the first fault."""
    file = load_yaml(content)
    if file.fault:
        raise OnCallError(f"line {file.fault.line}: {file.fault.message}")
    documents = [document for document in file.documents if document.data is not None or document.fault]
    if not documents:
        raise OnCallError("line 1: the file holds no schedule")
    return tuple(read_document(document) for document in documents)


def read_schedule_data(data: Any, line: int = 1) -> ScheduleDocument:
    """One document's data, in any of the forms. Raises ScheduleError."""
    if isinstance(data, dict) and "kind" in data:
        return _read_named(data, line)
    if isinstance(data, dict) and isinstance(data.get("schedule"), dict):
        return ScheduleDocument(read_schedule(data["schedule"], "schedule"), line=line)
    return ScheduleDocument(read_schedule(data), line=line)


def read_document(document: YamlDocument) -> ScheduleDocument:
    """One document of a YAML file. Raises OnCallError with the line of the first fault."""
    if document.fault:
        raise OnCallError(f"line {document.fault.line}: {document.fault.message}")
    try:
        return read_schedule_data(document.data, document.line)
    except ScheduleError as error:
        raise OnCallError(f"line {_find_line(document, error.place)}: {error}") from error


def _find_line(document: YamlDocument, place: str) -> int:
    """The line of a place such as ``layers[0].rotation``, or of the nearest thing around it."""
    path = place.replace("[", ".").replace("]", "")
    while path and path not in document.lines:
        path = path.rpartition(".")[0]
    return document.lines.get(path, document.line)


def _read_named(data: dict[str, Any], line: int) -> ScheduleDocument:
    fields = Fields(data, "", _OWN_FIELDS if data.get("spec") is not None else _OWN_FIELDS + SCHEDULE_FIELDS)
    fields.choice("kind", (KIND,))
    metadata = Fields(data["metadata"], "metadata", _METADATA) if fields.has("metadata") else fields
    spec = Fields(data["spec"], "spec", ("owner", *SCHEDULE_FIELDS)) if fields.has("spec") else fields
    name, namespace = metadata.text("name"), metadata.text("namespace", DEFAULT_NAMESPACE)
    for field, value in (("name", name), ("namespace", namespace)):
        if not _NAME.fullmatch(value):
            raise ScheduleError(metadata.at(field), f"{quote(value)} is no name: letters, digits and - _ . up to 63")
    owner = fields if fields.has("owner") else spec
    owner_ref = _read_ref(owner.text("owner"), owner.at("owner"), "group", namespace)
    form = {key: value for key, value in (data if spec is fields else data["spec"]).items() if key in SCHEDULE_FIELDS}
    schedule = read_schedule(form, "" if spec is fields else "spec", _person_reader(namespace))
    title = metadata.text("title") if metadata.has("title") else ""
    return ScheduleDocument(schedule, name, namespace, owner_ref, title, line)


def _person_reader(namespace: str) -> PersonReader:
    return lambda value, place: read_person_ref(value, place, namespace)


def read_person_ref(value: object, place: str, namespace: str) -> str:
    """The canonical ref of a person as a schedule names them. Raises ScheduleError."""
    return _read_ref(read_person(value, place), place, "user", namespace)


def _read_ref(text: str, place: str, kind: str, namespace: str) -> str:
    try:
        ref = parse_ref(text, kind, namespace)
    except RefError as error:
        raise ScheduleError(place, str(error)) from error
    if ref.kind.lower() != kind:
        raise ScheduleError(place, f"expected a {kind}, found {quote(text)}")
    return str(ref)
