"""`/teams/…/members`: who is and was in a team, and what people decided about that beside what files say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any, ClassVar

from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from catalog.core.refs import RefError, parse_ref
from portal.actions.memberships import decide_membership, undo_membership
from portal.api.addresses import make_address, member_address
from portal.api.base import ListView
from portal.api.problems import BadParametersError
from portal.api.shapes import Fault, Shape
from portal.api.teams import get_visible_team
from portal.api.writing import BY_SCRIPT, Write, WriteView
from portal.selectors.memberships import (
    MemberRow,
    ShownDecision,
    describe_memberships,
    may_decide_membership,
    show_membership_decisions,
)
from teams.core.membership import Decided, Standing
from teams.filters import MembershipDecisionFilters, MembershipFilters
from teams.models import Membership, MembershipDecision, Person, Team
from teams.selectors.memberships import list_membership_decisions, list_memberships_of
from teams.selectors.teams import get_person

MAY_NOT = "Only leads of the team and administrators decide who is in it."
STANDS = "How they stand to the team: `lead`, `member`, or `out`."


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipBody(Shape):
    """A decision about how somebody stands to a team."""

    person: Annotated[str, "A ref of a User, or a name."]
    says: Annotated[str, STANDS]
    reason: Annotated[str, "Shown with your name to everybody who sees the team."]
    from_date: Annotated[str | None, "The first day, as in 2026-12-24; none: from now on."] = None
    until_date: Annotated[str | None, "The last day; none: until it is withdrawn. After it files count alone."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipDecisionItem(Shape):
    """What a person decided about somebody and a team; it stays when it is withdrawn."""

    id: int
    person_ref: str
    person_name: str
    says: Annotated[str, STANDS]
    from_date: date | None
    until_date: date | None
    holds: Annotated[bool, "Whether it counts today."]
    files_say: Annotated[str, "How files of the catalog say they stand, in the same words."]
    reason: str
    decided_at: datetime | None
    decided_by_ref: str
    decided_by_name: str
    ended_at: datetime | None
    ended_by_ref: str
    end_reason: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipItem(Shape):
    """Somebody who is in a team, or was."""

    ref: str
    name: str
    shown_name: str
    is_lead: bool
    since: datetime
    until: Annotated[datetime | None, "Null: they are in it now."]
    files_say: Annotated[str, "How files of the catalog say they stand now: `lead`, `member`, or `out`."]
    decision: Annotated[MembershipDecisionItem | None, "What a person decided about them and this team."]
    href: str


class TeamView(WriteView):
    """An address below a team."""

    subject = "membership"

    def get_team(self) -> Team:
        """The team of the path. Raises Http404."""
        return get_visible_team(self, "teams", "members")

    def require(self, team: Team) -> None:
        """Return if the actor may decide. Raises PermissionDenied."""
        if not may_decide_membership(self.actor, team):
            raise PermissionDenied(MAY_NOT)


class ListMembers(TeamView, ListView):
    """Who is in a team and who was, and what that rests on."""

    answer = MembershipItem
    may_move = True
    filters = MembershipFilters
    sorts = {"name": ("person_name", "pk"), "since": ("since", "pk")}
    http_method_names = ("get", "head", "post")
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write(
            "decide_membership",
            "Say how somebody stands to a team. For its leads and administrators. It counts before what files say.",
            MembershipBody,
            MembershipDecisionItem,
            HTTPStatus.CREATED,
        )
    }

    def get_queryset(self) -> QuerySet[Membership]:
        """Everybody who is or was in it."""
        found = list_memberships_of(self.actor, self.get_team()).select_related("team")
        return found.annotate(person_name=F("person__name"))

    def describe(self, rows: Sequence[Membership]) -> list[MembershipItem]:
        """At most eight queries."""
        return [_describe_member(row) for row in describe_memberships(self.actor, rows)]

    def post(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Decide it."""
        team = self.get_team()
        self.require(team)
        body = self.read_body()
        decided, reason = _read_decided(body), body["reason"]
        if not isinstance(reason, str):
            raise _refuse("reason", "Must be text.")
        person = self._read_person(body["person"], team)
        made = self.take_decision(lambda: decide_membership(self.actor, team, person, decided, reason))
        shape = _describe_decision(team, show_membership_decisions(team, [made])[0])
        return self.answer_with(shape, shape.href)

    def _read_person(self, text: object, team: Team) -> Person:
        try:
            ref = str(parse_ref(str(text), "user", parse_ref(team.ref).namespace))
        except RefError as error:
            raise _refuse("person", str(error)) from error
        found = get_person(self.actor, ref)
        if found is None:
            raise _refuse("person", "Nobody in the catalog has this ref.")
        return found


class ListMembershipDecisions(TeamView, ListView):
    """What people decided about who is in a team, the newest first; also what holds no more."""

    answer = MembershipDecisionItem
    may_move = True
    filters = MembershipDecisionFilters
    sorts = {"decided_at": ("decided_at", "pk")}
    sort = "-decided_at"

    def get_queryset(self) -> QuerySet[MembershipDecision]:
        """The decisions."""
        return list_membership_decisions(self.actor, self.get_team())

    def describe(self, rows: Sequence[MembershipDecision]) -> list[MembershipDecisionItem]:
        """At most five queries."""
        team = self.get_team()
        return [_describe_decision(team, shown) for shown in show_membership_decisions(team, rows)]


class GetMembershipDecision(TeamView):
    """One decision about who is in a team."""

    answer = MembershipDecisionItem
    http_method_names = ("get", "head", "delete")
    writes: ClassVar[Mapping[str, Write]] = {
        "delete": Write(
            "withdraw_membership", "Let a decision hold no more: files alone count.", status=HTTPStatus.NO_CONTENT
        )
    }

    def read(self) -> MembershipDecisionItem:
        """The decision. At most six queries."""
        team, found = self._get()
        return _describe_decision(team, show_membership_decisions(team, [found])[0])

    def delete(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Withdraw it."""
        team, found = self._get()
        self.require(team)
        self.take_decision(lambda: undo_membership(self.actor, found.pk, BY_SCRIPT))
        return self.answer_with(None)

    def _get(self) -> tuple[Team, MembershipDecision]:
        team = self.get_team()
        found = list_membership_decisions(self.actor, team).filter(pk=self.kwargs["id"]).first()
        if found is None:
            raise Http404
        return team, found


def _read_decided(body: Mapping[str, Any]) -> Decided:
    if body["says"] not in set(Standing):
        raise _refuse("says", "Must be one of lead, member, out.")
    days = [_read_day(name, body[name]) if name in body else None for name in ("from_date", "until_date")]
    return Decided(Standing(body["says"]), *days)


def _read_day(name: str, text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise _refuse(name, "Must be a day, as in 2026-12-24.") from error


def _refuse(name: str, detail: str) -> BadParametersError:
    return BadParametersError([Fault(parameter=name, detail=detail)])


def _describe_member(row: MemberRow) -> MembershipItem:
    membership = row.membership
    return MembershipItem(
        ref=row.person.ref,
        name=row.person.name,
        shown_name=str(row.person),
        is_lead=membership.is_lead,
        since=membership.since,
        until=membership.until or row.person.left_at,
        files_say=row.declared.value,
        decision=_describe_decision(membership.team, row.shown) if row.shown else None,
        href=member_address("people", row.person.ref),
    )


def _describe_decision(team: Team, shown: ShownDecision) -> MembershipDecisionItem:
    decision, parsed = shown.decision, parse_ref(team.ref)
    return MembershipDecisionItem(
        id=decision.pk,
        person_ref=shown.person.ref,
        person_name=str(shown.person),
        says=decision.says,
        from_date=decision.from_date,
        until_date=decision.until_date,
        holds=shown.holds,
        files_say=shown.declared.value,
        reason=decision.reason,
        decided_at=decision.decided_at,
        decided_by_ref=decision.decided_by_ref,
        decided_by_name=shown.decided_by,
        ended_at=decision.ended_at,
        ended_by_ref=decision.ended_by_ref,
        end_reason=decision.end_reason,
        href=make_address("teams", parsed.namespace, parsed.name, "members", "decisions", decision.pk),
    )
