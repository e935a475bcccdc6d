"""Keeping schedules by the API, and deciding who is on call: the same actions and the same rights as in the portal."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from catalog.core.access import Action, Actor
from portal.actions import schedules as actions
from portal.api import schedules as reading
from portal.api.addresses import member_address
from portal.api.base import make_etag
from portal.api.on_call_answers import describe_gaps, describe_shifts
from portal.api.problems import ConflictError, PreconditionFailedError
from portal.api.rendering import render_json
from portal.api.schedule_writing import ScheduleBody, SchedulePreview
from portal.api.writing import Write, WriteView, refuse_field
from portal.selectors.schedule_rights import may_keep
from portal.selectors.schedules import preview_schedule, read_owner
from teams.actions.portal_schedules import StaleError
from teams.core.oncall import OnCallError, ScheduleError
from teams.models import Schedule
from teams.selectors.on_call import LOOK_AHEAD
from teams.selectors.schedules import get_schedule

STALE = "Somebody else changed it meanwhile, or its time went on: read it again, and send its version in If-Match."
NOT_KEPT_HERE = "It is not kept here: change it where it is kept. An override or a swap is possible."


class KeptView(WriteView):
    """An address below which schedules are kept."""

    def get_row(self) -> Schedule:
        """The schedule of the path. Raises Http404."""
        row = get_schedule(self.actor, f"schedule:{self.kwargs['namespace']}/{self.kwargs['name']}")
        if row is None:
            raise Http404
        return row

    def read_document(self, action: Action) -> dict[str, Any]:
        """The document of the body, for a team whose schedules the actor may keep. Raises APIException."""
        data = self.read_body()["document"]
        try:
            owner_ref = read_owner(data if isinstance(data, Mapping) else {"": data})
        except ScheduleError as error:
            raise refuse_field(error, "document") from error
        self.require(action, owner_ref)
        return dict(data)

    def read_version(self, row: Schedule) -> str:
        """The version that `If-Match` asks for: the present one, or '' where it asks for none.

        It holds the `version` of a schedule, or the ETag of its answer without parameters, which also changes as time
        goes on. Raises PreconditionFailedError.
        """
        text = self.request.headers.get("If-Match")
        if text is None:
            return ""
        tags = parse_etags(text)
        if {"*", f'"{row.version}"'}.isdisjoint(tags) and _make_etag(self.actor, row) not in tags:
            raise PreconditionFailedError(STALE)
        return row.version

    def require(self, action: Action, team_ref: str) -> None:
        """Return if the actor may. Raises PermissionDenied."""
        if not may_keep(self.actor, action, team_ref):
            raise PermissionDenied("Only leads of the team and administrators keep its schedules.")


class ListSchedules(KeptView, reading.ListSchedules):
    """The schedules, with who is on call now; the broken ones included."""

    http_method_names = ("get", "head", "post")
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write(
            "create_schedule",
            "Keep a new schedule here. For leads of its team and administrators.",
            ScheduleBody,
            reading.ScheduleFull,
            HTTPStatus.CREATED,
        )
    }

    def post(self, _request: Request) -> HttpResponse:
        """Keep it."""
        data = self.read_document("create")
        try:
            row = actions.create(self.actor, data)
        except ScheduleError as error:
            raise refuse_field(error, "document") from error
        return self.answer_with(reading.describe_full(self.actor, row), member_address("schedules", row.ref))


class GetSchedule(KeptView, reading.GetSchedule):
    """One schedule over a window: its shifts, its gaps, and what it asks of each person."""

    http_method_names = ("get", "head", "put", "delete")
    writes: ClassVar[Mapping[str, Write]] = {
        "put": Write(
            "change_schedule",
            "Change a schedule that is kept here. For leads of its team, and of the new one if that changes.",
            ScheduleBody,
            reading.ScheduleFull,
            is_guarded=True,
        ),
        "delete": Write(
            "end_schedule", "End a schedule that is kept here.", status=HTTPStatus.NO_CONTENT, is_guarded=True
        ),
    }

    def put(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Change it."""
        row = self._get_kept("change")
        version = self.read_version(row)
        data = self.read_document("change")
        try:
            row = actions.change(self.actor, row.pk, data, version)
        except ScheduleError as error:
            raise refuse_field(error, "document") from error
        except StaleError as error:
            raise PreconditionFailedError(STALE) from error
        except OnCallError as error:
            raise ConflictError(str(error)) from error
        return self.answer_with(reading.describe_full(self.actor, row))

    def delete(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """End it."""
        try:
            row = self._get_kept("delete")
            actions.end(self.actor, row.pk, self.read_version(row))
        except StaleError as error:
            raise PreconditionFailedError(STALE) from error
        except OnCallError as error:
            raise ConflictError(str(error)) from error
        return self.answer_with(None)

    def _get_kept(self, action: Action) -> Schedule:
        row = self.get_row()
        self.require(action, row.owner_ref)
        if row.kind != Schedule.PORTAL:
            raise ConflictError(NOT_KEPT_HERE)
        return row


class PreviewSchedule(KeptView):
    """What a schedule would mean."""

    http_method_names = ("post",)
    subject = "schedule"
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write(
            "preview_schedule",
            "What a schedule would mean for the next 14 days; nothing is kept.",
            ScheduleBody,
            SchedulePreview,
        )
    }

    def post(self, _request: Request) -> HttpResponse:
        """Compute it."""
        data = self.read_document("create")
        since = timezone.now().replace(minute=0, second=0, microsecond=0)
        try:
            found = preview_schedule(self.actor, data, since, since + LOOK_AHEAD)
        except ScheduleError as error:
            raise refuse_field(error, "document") from error
        shape = SchedulePreview(
            since=found.since,
            until=found.until,
            shifts=describe_shifts(found.slots),
            gaps=describe_gaps(found.slots),
            coverage_percent=found.coverage_percent,
        )
        return self.answer_with(shape)


def _make_etag(actor: Actor, row: Schedule) -> str:
    return make_etag(render_json(reading.describe_full(actor, row)))
