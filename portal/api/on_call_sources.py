"""`/on-call-sources`: calendars and accounts that schedules are imported from; never what opens them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, ClassVar

from django.core.files.base import ContentFile
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from catalog.core.access import Action, Actor
from catalog.filters import read_owner_ref
from catalog.selectors.subjects import list_hidden_refs
from portal.actions import on_call_sources as actions
from portal.api.addresses import make_address, member_address
from portal.api.base import ListView
from portal.api.owners import show_ref
from portal.api.problems import BadParametersError, ConflictError
from portal.api.shapes import Fault, Shape
from portal.api.writing import Write, WriteView
from portal.on_call_forms import OnCallSourceForm
from portal.selectors.on_call_source_rights import list_teams_to_import_for, may_add_source, may_keep_source
from teams.core.oncall import OnCallError
from teams.filters import OnCallSourceFilters
from teams.importers.base import Importer, list_importers
from teams.models import OnCallSource
from teams.selectors.on_call_sources import (
    SourceStanding,
    describe_source,
    describe_sources,
    list_on_call_sources,
    list_schedules_of,
)

MAY_NOT = "Leads keep the calendars of their team; accounts of vendors are an administrator's."
_USUAL = {"zone": "UTC", "every_minutes": "60"}
_KEPT = ("title", "owner_ref", "stack_url", "zone", "every_minutes")
_TEXTS = ("name", "title", "url", "stack_url", "zone")
#: Before every look there was: a column of an order is never null.
_NEVER = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallSourceBody(Shape):
    """A source to add."""

    kind: Annotated[str, "`ical-url`, `ical-file`, `pagerduty` or `grafana`."]
    name: Annotated[str, "Lower-case letters, digits and hyphens. A calendar's schedule is `schedule:default/name`."]
    title: str | None = None
    owner: Annotated[str | None, "The team: a ref or a name. Without one, of an account, by the team's name there."] = (
        None
    )
    url: Annotated[str | None, "Kept as a secret: it is not told again."] = None
    content: Annotated[str | None, "The calendar, of an `ical-file`. Larger ones are uploaded in the portal."] = None
    stack_url: Annotated[str | None, "Of the Grafana stack, with tokens of service accounts."] = None
    zone: Annotated[str | None, "Of whole days and times without a zone, where a calendar names none itself."] = None
    every_minutes: Annotated[int | None, "How often to look: 15, 60, 360 or 1440."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallSourceChange(Shape):
    """What to change; what is left out stays as it is. The name and the kind stay in any case."""

    title: str | None = None
    owner: str | None = None
    url: str | None = None
    content: str | None = None
    stack_url: str | None = None
    zone: str | None = None
    every_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedPerson(Shape):
    """Somebody on call who is nobody in the catalog."""

    name: str
    schedule: str
    first_at: datetime
    shifts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedItem(Shape):
    """A schedule that a source gave."""

    ref: str
    name: str
    owner_ref: str | None
    problem: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallSourceItem(Shape):
    """An on-call source, and how the last look went."""

    id: int
    name: str
    title: str
    kind: str
    place: Annotated[str, "The host of its URL, or the name of its file."]
    owner_ref: Annotated[str | None, "The team; null where each schedule's is found by its name there."]
    zone: str
    every_minutes: int
    schedules: int
    unmatched: Annotated[int, "How many people on call are nobody in the catalog; see `looked_at` and `good_at`."]
    is_waiting: Annotated[bool, "Whether it is being read, or will be within seconds."]
    looked_at: datetime | None
    good_at: Annotated[datetime | None, "When it was last read well; null: never, so nothing is known of it."]
    failing_since: datetime | None
    error: str
    added_at: datetime
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallSourceFull(OnCallSourceItem):
    """An on-call source with what it gave."""

    schedules_read: list[ImportedItem]
    unmatched_people: list[UnmatchedPerson]


class SourceView(WriteView):
    """An address of on-call sources that are changed."""

    subject = "on-call-source"

    def get_row(self, action: Action = "view") -> OnCallSource:
        """The source of the path. Raises Http404 and PermissionDenied."""
        row = list_on_call_sources(self.actor).filter(pk=self.kwargs["id"]).first()
        if row is None:
            raise Http404
        if not may_keep_source(self.actor, action, row):
            raise PermissionDenied(MAY_NOT)
        return row

    def fill(self, importer: Importer, given: Mapping[str, Any], row: OnCallSource | None = None) -> OnCallSourceForm:
        """The form of the portal, filled in with what was sent and valid. Raises BadParametersError."""
        data, files = _read_fields(given)
        before = {name: f"{getattr(row, name)}" for name in _KEPT} if row is not None else _USUAL
        form = OnCallSourceForm(importer, list_teams_to_import_for(self.actor), before | data, files, row=row)
        strange = {_name(name) for name in (data | files).keys() - form.fields.keys()}
        faults = [Fault(parameter=name, detail=f"Sources of the kind {importer.kind} have none.") for name in strange]
        if not form.is_valid():
            errors = ((name, " ".join(map(str, each))) for name, each in form.errors.items())
            faults += [Fault(parameter=_name(name), detail=detail) for name, detail in errors]
        if faults:
            raise BadParametersError(sorted(faults, key=lambda fault: fault.parameter))
        return form


class ListOnCallSources(SourceView, ListView):
    """The on-call sources, and how the last look at each went."""

    answer = OnCallSourceItem
    filters = OnCallSourceFilters
    sorts = {"name": ("name", "pk"), "added_at": ("added_at", "pk"), "good_at": ("was_good_at", "pk")}
    http_method_names = ("get", "head", "post")
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write(
            "add_on_call_source",
            "Add a calendar or an account; it is read at once. For leads of its team and administrators.",
            OnCallSourceBody,
            OnCallSourceFull,
            HTTPStatus.CREATED,
        )
    }

    def get_queryset(self) -> QuerySet[OnCallSource]:
        """The sources; those that never could be read count as read before all others."""
        return list_on_call_sources(self.actor).annotate(was_good_at=Coalesce("good_at", Value(_NEVER)))

    def describe(self, rows: Sequence[OnCallSource]) -> list[OnCallSourceItem]:
        """At most two queries."""
        hidden = list_hidden_refs(self.actor, [row.owner_ref for row in rows if row.owner_ref])
        return [OnCallSourceItem(**_describe(each, hidden)) for each in describe_sources(rows)]

    def post(self, _request: Request) -> HttpResponse:
        """Add it."""
        given = self.read_body()
        kind = given.pop("kind")
        importer = list_importers().get(kind) if isinstance(kind, str) else None
        if importer is None:
            names = ", ".join(sorted(list_importers()))
            raise BadParametersError([Fault(parameter="kind", detail=f"Must be one of {names}.")])
        owner = given.get("owner", "")
        if not may_add_source(self.actor, importer, read_owner_ref(owner) if isinstance(owner, str) and owner else ""):
            raise PermissionDenied(MAY_NOT)
        try:
            row = actions.add(self.actor, self.fill(importer, given).make())
        except OnCallError as error:
            raise ConflictError(str(error)) from error
        shape = describe_full(self.actor, row)
        return self.answer_with(shape, shape.href)


class GetOnCallSource(SourceView):
    """One on-call source: what it gave, and whom nobody in the catalog stands for."""

    answer = OnCallSourceFull
    http_method_names = ("get", "head", "patch", "delete")
    writes: ClassVar[Mapping[str, Write]] = {
        "patch": Write(
            "change_on_call_source",
            "Change a source; it is read anew at once. For leads of its team, and of the new one if that changes.",
            OnCallSourceChange,
            OnCallSourceFull,
        ),
        "delete": Write("remove_on_call_source", "Remove a source and its schedules.", status=HTTPStatus.NO_CONTENT),
    }

    def read(self) -> OnCallSourceFull:
        """The source. Four queries at most."""
        return describe_full(self.actor, self.get_row())

    def patch(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Change it."""
        row = self.get_row("change")
        given = self.read_body()
        importer = list_importers().get(row.kind)
        if importer is None:
            raise ConflictError(f"This version of Bailiwick knows no sources of the kind {row.kind}.")
        owner = given.get("owner", row.owner_ref)
        owner_ref = read_owner_ref(owner) if isinstance(owner, str) and owner else ""
        if not may_keep_source(self.actor, "change", row, owner_ref):
            raise PermissionDenied(MAY_NOT)
        try:
            row = actions.change(self.actor, row, self.fill(importer, given, row).make_changes())
        except OnCallError as error:
            raise ConflictError(str(error)) from error
        return self.answer_with(describe_full(self.actor, row))

    def delete(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Remove it."""
        actions.remove(self.actor, self.get_row("delete"))
        return self.answer_with(None)


class ReadOnCallSource(SourceView):
    """A look at a source."""

    http_method_names = ("post",)
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write(
            "read_on_call_source",
            "Have a source read now, also one that was given up on; `is_waiting` says when that is done.",
            None,
            OnCallSourceFull,
            HTTPStatus.ACCEPTED,
        )
    }

    def post(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Ask for it."""
        row = self.get_row("change")
        actions.look(self.actor, row)
        return self.answer_with(describe_full(self.actor, self.get_row()))


def describe_full(actor: Actor, row: OnCallSource) -> OnCallSourceFull:
    """A source with its schedules and its people. Three queries at most."""
    rows = list_schedules_of(actor, row)
    hidden = list_hidden_refs(actor, [ref for ref in (row.owner_ref, *(each.owner_ref for each in rows)) if ref])
    return OnCallSourceFull(
        **_describe(describe_source(row), hidden),
        schedules_read=[
            ImportedItem(
                ref=each.ref,
                name=each.shown_name,
                owner_ref=show_ref(each.owner_ref, hidden),
                problem=each.problem,
                href=member_address("schedules", each.ref),
            )
            for each in rows
        ],
        unmatched_people=[
            UnmatchedPerson(
                name=each["name"],
                schedule=each["schedule"],
                first_at=datetime.fromisoformat(each["first_at"]),
                shifts=each["shifts"],
            )
            for each in row.unmatched
        ],
    )


def _describe(standing: SourceStanding, hidden: Collection[str]) -> dict[str, Any]:
    row = standing.source
    return {
        "id": row.pk,
        "name": row.name,
        "title": row.title,
        "kind": row.kind,
        "place": standing.place,
        "owner_ref": show_ref(row.owner_ref, hidden),
        "zone": row.zone,
        "every_minutes": row.every_minutes,
        "schedules": standing.schedules,
        "unmatched": len(row.unmatched),
        "is_waiting": standing.is_waiting,
        "looked_at": row.looked_at,
        "good_at": row.good_at,
        "failing_since": row.failing_since,
        "error": row.error,
        "added_at": row.added_at,
        "href": make_address("on-call-sources", row.pk),
    }


def _read_fields(given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, ContentFile[Any]]]:
    """What was sent as the form takes it. Raises BadParametersError."""
    faults = [Fault(parameter=name, detail="Must be text.") for name in _find_no_texts(given)]
    minutes = given.get("every_minutes", 0)
    if type(minutes) is not int:
        faults.append(Fault(parameter="every_minutes", detail="Must be a whole number."))
    if faults:
        raise BadParametersError(faults)
    data = {name: str(given[name]) for name in _TEXTS if name in given}
    if "owner" in given:
        data["owner_ref"] = read_owner_ref(given["owner"]) if given["owner"] else ""
    if "every_minutes" in given:
        data["every_minutes"] = str(minutes)
    files = {"file": ContentFile(given["content"].encode(), "calendar.ics")} if "content" in given else {}
    return data, files


def _find_no_texts(given: Mapping[str, Any]) -> list[str]:
    return [name for name in (*_TEXTS, "owner", "content") if not isinstance(given.get(name, ""), str)]


def _name(field: str) -> str:
    """What the API calls a field of the form."""
    return {"owner_ref": "owner", "file": "content"}.get(field, field)
