"""`/people/merges`: records that are one person or look like it, and saying so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, ClassVar, Literal, cast

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from catalog.core.refs import RefError, parse_ref
from catalog.models import PersonMerge
from portal.actions.merges import decline_merge, merge_people, undo_merge
from portal.api.addresses import make_address
from portal.api.base import ListView
from portal.api.problems import BadParametersError
from portal.api.shapes import Fault, Shape
from portal.api.writing import BY_SCRIPT, Write, WriteView
from portal.selectors.merges import MergeRow, describe_merges, may_merge
from teams.filters import MergeFilters
from teams.selectors.person_merges import get_merge, list_merges
from teams.selectors.teams import get_person

MAY_NOT = "Leads of a team of either may say it, and administrators."


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeBody(Shape):
    """Two records that are one person."""

    kept_ref: Annotated[str, "Under this ref the person is known."]
    other_ref: Annotated[str, "This one leads there."]
    reason: Annotated[str, "Why; shown with your name."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmBody(Shape):
    """That what is proposed is so."""

    reason: Annotated[str, "Why; shown with your name."]
    kept_ref: Annotated[str | None, "Which of the two is kept; without it the one that is there, and the older."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineBody(Shape):
    """That what is proposed is not so."""

    reason: Annotated[str, "Why; shown with your name."]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeItem(Shape):
    """Two records that are one person, or look like it."""

    id: int
    first_ref: str
    second_ref: str
    state: Literal["proposed", "confirmed", "declined"]
    kept_ref: Annotated[str | None, "Under which ref both are known; null while nobody decided."]
    reasons: Annotated[list[str], "Why they look like one; empty where only a person says so."]
    seen_at: datetime
    reason: str
    decided_at: datetime | None
    decided_by_ref: str
    decided_by_name: Annotated[str, "Empty while it is proposed."]
    ended_at: Annotated[datetime | None, "Since when it holds no more."]
    end_reason: str
    href: str


class MergeView(WriteView):
    """An address about records of people."""

    subject = "merge"

    def require(self, *refs: str) -> None:
        """Return if the actor may decide about these records. Raises PermissionDenied."""
        if not may_merge(self.actor, refs):
            raise PermissionDenied(MAY_NOT)

    def get_row(self) -> PersonMerge:
        """The pair of the path. Raises Http404."""
        found = get_merge(self.actor, int(self.kwargs["id"]))
        if found is None:
            raise Http404
        return found

    def describe_one(self, row: PersonMerge) -> MergeItem:
        """A pair. At most eight queries."""
        return _describe(describe_merges(self.actor, [row])[0])


class ListMerges(MergeView, ListView):
    """Records that are one person, or look like it, in every state, also what holds no more."""

    answer = MergeItem
    filters = MergeFilters
    sorts = {"first_ref": ("first_ref", "pk"), "seen_at": ("seen_at", "pk")}
    http_method_names = ("get", "head", "post")
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write(
            "merge_people",
            "Say that two records are one person, whether they look like it or not. It can be undone.",
            MergeBody,
            MergeItem,
            HTTPStatus.CREATED,
        )
    }

    def get_queryset(self) -> QuerySet[PersonMerge]:
        """The pairs."""
        return list_merges(self.actor)

    def describe(self, rows: Sequence[PersonMerge]) -> list[MergeItem]:
        """At most eight queries."""
        return [_describe(row) for row in describe_merges(self.actor, rows)]

    def post(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Merge them."""
        body = self.read_texts()
        kept, other = (self._read_person(name, body[name]) for name in ("kept_ref", "other_ref"))
        self.require(kept, other)
        shape = self.describe_one(
            self.take_decision(lambda: merge_people(self.actor, kept, other, kept, body["reason"]))
        )
        return self.answer_with(shape, shape.href)

    def _read_person(self, name: str, text: str) -> str:
        try:
            found = get_person(self.actor, str(parse_ref(text, "user")))
        except RefError as error:
            raise BadParametersError([Fault(parameter=name, detail=str(error))]) from error
        if found is None:
            raise BadParametersError([Fault(parameter=name, detail="Nobody in the catalog has this ref.")])
        return found.ref


class GetMerge(MergeView):
    """Two records that are one person, or look like it."""

    answer = MergeItem
    http_method_names = ("get", "head", "delete")
    writes: ClassVar[Mapping[str, Write]] = {
        "delete": Write(
            "undo_merge",
            "Let a merge, or that one was declined, hold no more: as if it had not been said.",
            status=HTTPStatus.NO_CONTENT,
        )
    }

    def read(self) -> MergeItem:
        """The pair. At most nine queries."""
        return self.describe_one(self.get_row())

    def delete(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Undo it."""
        row = self.get_row()
        self.require(row.first_ref, row.second_ref)
        self.take_decision(lambda: undo_merge(self.actor, row.pk, BY_SCRIPT))
        return self.answer_with(None)


class ConfirmMerge(MergeView):
    """That what is proposed is one person."""

    answer = MergeItem
    http_method_names = ("post",)
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write("confirm_merge", "Say that both are one person. It can be undone.", ConfirmBody, MergeItem)
    }

    def post(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Confirm it."""
        row = self.get_row()
        self.require(row.first_ref, row.second_ref)
        body = self.read_texts()
        kept = body.get("kept_ref", "").lower()
        made = self.take_decision(lambda: merge_people(self.actor, row.first_ref, row.second_ref, kept, body["reason"]))
        return self.answer_with(self.describe_one(made))


class DeclineMerge(MergeView):
    """That what is proposed are two people."""

    answer = MergeItem
    http_method_names = ("post",)
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write("decline_merge", "Say that they are two: it is not proposed again.", DeclineBody, MergeItem)
    }

    def post(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Decline it."""
        row = self.get_row()
        self.require(row.first_ref, row.second_ref)
        body = self.read_texts()
        return self.answer_with(
            self.describe_one(self.take_decision(lambda: decline_merge(self.actor, row.pk, body["reason"])))
        )


def _describe(row: MergeRow) -> MergeItem:
    each = row.merge
    return MergeItem(
        id=each.pk,
        first_ref=each.first_ref,
        second_ref=each.second_ref,
        state=cast("Literal['proposed', 'confirmed', 'declined']", each.state),
        kept_ref=each.kept_ref or None,
        reasons=list(row.reasons),
        seen_at=each.seen_at,
        reason=each.reason,
        decided_at=each.decided_at,
        decided_by_ref=each.decided_by_ref,
        decided_by_name=row.decided_by if each.decided_by_ref else "",
        ended_at=each.ended_at,
        end_reason=each.end_reason,
        href=make_address("people", "merges", each.pk),
    )
