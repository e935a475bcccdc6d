"""`/people/…/addresses`: what somebody is known by besides what files say, as a decision that can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, ClassVar

from django.http import Http404, HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from catalog.core.refs import parse_ref
from catalog.models import AddedAlias
from portal.actions.decisions import add_address, withdraw_address
from portal.api.addresses import make_address
from portal.api.people import get_visible_person
from portal.api.shapes import Shape
from portal.api.writing import BY_SCRIPT, Write, WriteView
from portal.selectors.actors import get_actor_names
from portal.selectors.people import may_say_addresses
from portal.selectors.person import get_added_alias
from teams.models import Person
from teams.selectors.person_merges import list_record_refs
from teams.selectors.teams import list_teams_of

MAY_NOT = "One says it of oneself; leads of a team of theirs and administrators say it of others."


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressBody(Shape):
    """An address or a login to add."""

    scheme: Annotated[str, "`email`, `github-login` or `gitlab-login`."]
    value: Annotated[str, "The address, or the login."]
    reason: Annotated[str, "Why; shown with your name."]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedAddress(Shape):
    """An address or a login that somebody said is a person's."""

    id: int
    scheme: str
    value: str
    reason: str
    decided_at: datetime | None
    decided_by_ref: str
    decided_by_name: str
    href: str


class AddressView(WriteView):
    """An address below a person."""

    subject = "person"

    def get_person_to_change(self) -> Person:
        """The person of the path. Raises Http404, and PermissionDenied where the actor may not say it of them."""
        person = get_visible_person(self, "addresses")
        teams = [membership.team.ref for membership in list_teams_of(self.actor, person)]
        if not may_say_addresses(self.actor, list_record_refs(person), teams):
            raise PermissionDenied(MAY_NOT)
        return person


class AddAddress(AddressView):
    """What else somebody is known by."""

    answer = AddedAddress
    http_method_names = ("post",)
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write(
            "add_address",
            "Say that an address or a login is somebody's. Commits under it count for their team, also past ones.",
            AddressBody,
            AddedAddress,
            HTTPStatus.CREATED,
        )
    }

    def post(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Add it."""
        person = self.get_person_to_change()
        body = self.read_texts()
        made = self.take_decision(
            lambda: add_address(self.actor, person.ref, body["scheme"], body["value"], body["reason"])
        )
        shape = _describe(person, made)
        return self.answer_with(shape, shape.href)


class GetAddress(AddressView):
    """One decision about what somebody is known by."""

    answer = AddedAddress
    http_method_names = ("get", "head", "delete")
    writes: ClassVar[Mapping[str, Write]] = {
        "delete": Write("withdraw_address", "Let what was added be theirs no more.", status=HTTPStatus.NO_CONTENT)
    }

    def read(self) -> AddedAddress:
        """The decision. At most five queries."""
        person = get_visible_person(self)
        return _describe(person, self._get(person))

    def delete(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Withdraw it."""
        found = self._get(self.get_person_to_change())
        self.take_decision(lambda: withdraw_address(self.actor, found.pk, BY_SCRIPT))
        return self.answer_with(None)

    def _get(self, person: Person) -> AddedAlias:
        found = get_added_alias(person, int(self.kwargs["id"]))
        if found is None:
            raise Http404
        return found


def _describe(person: Person, added: AddedAlias) -> AddedAddress:
    parsed = parse_ref(person.ref)
    return AddedAddress(
        id=added.pk,
        scheme=added.scheme,
        value=added.value,
        reason=added.reason,
        decided_at=added.decided_at,
        decided_by_ref=added.decided_by_ref,
        decided_by_name=get_actor_names([added.decided_by_ref])[added.decided_by_ref],
        href=make_address("people", parsed.namespace, parsed.name, "addresses", added.pk),
    )
