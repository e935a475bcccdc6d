"""`/schedules/…/overrides` and `/swaps`: what people decided about who is on call, beside what the schedule says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from catalog.core.refs import parse_ref
from portal.actions import schedules as actions
from portal.api.addresses import make_address
from portal.api.base import ListView
from portal.api.contacts import describe_people
from portal.api.kept_schedules import KeptView
from portal.api.problems import ConflictError
from portal.api.schedule_writing import OverrideBody, OverrideItem, SwapBody
from portal.api.writing import Write, refuse_field
from portal.selectors.schedule_rights import may_decide, may_undo
from portal.selectors.schedules import ShownOverride, list_overrides, show_overrides
from teams.core.oncall import OnCallError, ScheduleError
from teams.core.oncall.decided import read_decision
from teams.filters import OverrideFilters
from teams.models import Override, Schedule

MAY_NOT = "Leads of the team decide for anybody in it, members for themselves."


class DecidingView(KeptView):
    """An address below which people decide who is on call."""

    subject = "schedule"

    def decide(self, form: Mapping[str, Any], places: Mapping[str, str], reason: object) -> HttpResponse:
        """Let the override of a form hold; `places` are the fields of the body by those of the form."""
        row = self.get_row()
        if reason is not None and not isinstance(reason, str):
            raise refuse_field(ScheduleError("reason", "expected text"))
        try:
            decision = read_decision(form, row.zone or "UTC", parse_ref(row.ref).namespace)
            if not may_decide(self.actor, row, decision):
                raise PermissionDenied(MAY_NOT)
            made = actions.add_override(self.actor, row, decision, str(reason or ""))
        except ScheduleError as error:
            named = ScheduleError(places.get(error.place.partition("[")[0], error.place), "")
            named.args = (f"{named.place}: {str(error).removeprefix(f'{error.place}: ')}",)
            raise refuse_field(named) from error
        except OnCallError as error:
            raise ConflictError(str(error)) from error
        shape = _describe(row, show_overrides(self.actor, [made])[0])
        return self.answer_with(shape, shape.href)


class ListOverrides(DecidingView, ListView):
    """What people decided about a schedule, the newest first; also what was undone."""

    answer = OverrideItem
    filters = OverrideFilters
    sorts = {"made_at": ("made_at", "pk"), "start": ("start", "pk")}
    sort = "-made_at"
    http_method_names = ("get", "head", "post")
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write(
            "add_override",
            "Decide who is on call between two times, wherever the schedule is kept.",
            OverrideBody,
            OverrideItem,
            HTTPStatus.CREATED,
        )
    }

    def get_queryset(self) -> QuerySet[Override]:
        """The overrides of the schedule."""
        return list_overrides(self.get_row())

    def describe(self, rows: Sequence[Override]) -> list[OverrideItem]:
        """At most five queries."""
        row = self.get_row()
        return [_describe(row, shown) for shown in show_overrides(self.actor, rows)]

    def post(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Add it."""
        form = self.read_body()
        reason = form.pop("reason", None)
        return self.decide(form, {}, reason)


class SwapShift(DecidingView):
    """Somebody takes over from somebody else."""

    http_method_names = ("post",)
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write(
            "swap_shift",
            "Let somebody take over a shift, or a part of it, from somebody else.",
            SwapBody,
            OverrideItem,
            HTTPStatus.CREATED,
        )
    }

    def post(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Swap it."""
        body = self.read_body()
        form = {"mode": "swap", "replaces": body["person"], "users": [body["by"]]}
        times = {"start": body["start"], "end": body["end"]}
        return self.decide(form | times, {"replaces": "person", "users": "by"}, body.get("reason"))


class GetOverride(DecidingView):
    """One decision about who is on call."""

    answer = OverrideItem
    http_method_names = ("get", "head", "delete")
    writes: ClassVar[Mapping[str, Write]] = {
        "delete": Write("undo_override", "Let an override hold no more.", status=HTTPStatus.NO_CONTENT)
    }

    def read(self) -> OverrideItem:
        """The override. At most seven queries."""
        row, found = self._get()
        return _describe(row, show_overrides(self.actor, [found])[0])

    def delete(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Undo it."""
        row, found = self._get()
        if not may_undo(self.actor, row, found):
            raise PermissionDenied(MAY_NOT)
        try:
            actions.undo_override(self.actor, found.pk)
        except OnCallError as error:
            raise ConflictError(str(error)) from error
        return self.answer_with(None)

    def _get(self) -> tuple[Schedule, Override]:
        row = self.get_row()
        found = list_overrides(row).filter(pk=self.kwargs["id"]).first()
        if found is None:
            raise Http404
        return row, found


def _describe(row: Schedule, shown: ShownOverride) -> OverrideItem:
    override, parsed = shown.override, parse_ref(row.ref)
    return OverrideItem(
        id=override.pk,
        mode=override.mode,
        start=override.start,
        end=override.end,
        people=describe_people(shown.people),
        replaces=describe_people([shown.replaces])[0] if shown.replaces else None,
        reason=override.reason,
        made_at=override.made_at,
        made_by_ref=override.made_by_ref,
        made_by_name=shown.made_by,
        undone_at=override.undone_at,
        undone_by_ref=override.undone_by_ref,
        href=make_address("schedules", parsed.namespace, parsed.name, "overrides", override.pk),
    )
