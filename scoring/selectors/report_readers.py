"""Whose eyes a report is made for, and where it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from catalog.core.access import SYSTEM, Actor, Scope
from catalog.models import SourceReader
from catalog.selectors.trust import defines_organisation
from scoring.core.reports.state import ORGANISATION
from teams.models import Membership, Team

ORGANISATION_NAME = "The organisation"
LONGEST_ADDRESS = 320


@dataclass(frozen=True, slots=True)
class Readership:
    """The readers of a report: an Actor who may see what all of them may, for whom it is made; and their addresses."""

    scope: str
    name: str
    actor: Actor
    addresses: tuple[str, ...]


_list_administrators: list[Callable[[], Iterable[str]]] = []


def register_administrators(list_addresses: Callable[[], Iterable[str]]) -> None:
    """Let the report on the organisation go to these addresses, asked for when it is made. Who may see everything is
    known further up: accounts belong to `portal`, and `bailiwick` wires the two together.
    """
    _list_administrators[:] = [list_addresses]


def get_readership(scope: str) -> Readership | None:
    """The readership of a scope; None for a team that does not exist."""
    if scope == ORGANISATION:
        return get_organisation_readership()
    team = Team.objects.filter(ref=scope).select_related("source").first()
    return get_team_readership(team) if team else None


def get_organisation_readership() -> Readership:
    """Administrators, who may see everything."""
    addresses = [address for ask in _list_administrators for address in ask()]
    return Readership(ORGANISATION, ORGANISATION_NAME, SYSTEM, choose_addresses(addresses))


def get_team_readership(team: Team) -> Readership:
    """A team, with the rights its members have as members and no more.

    The report goes to the team's own address; a team without one gets it at each member's. Like every right, both
    count only where the source or URL that defines them may define the organisation: otherwise any repository could
    have reports sent to an address of its choice. At most three queries.
    """
    name = team.shown_name
    if not Team.objects.filter(defines_organisation(), pk=team.pk).exists():
        return Readership(team.ref, name, Actor("report", scopes=frozenset({Scope.READ})), ())
    sources = SourceReader.objects.filter(team_ref=team.ref, source__is_restricted=True)
    actor = Actor(
        ref="report",
        team_refs=frozenset({team.ref}),
        scopes=frozenset({Scope.READ}),
        restricted_source_ids=frozenset(sources.values_list("source_id", flat=True)),
    )
    return Readership(team.ref, name, actor, choose_addresses([team.email]) or choose_addresses(_list_members(team)))


def choose_addresses(addresses: Iterable[str]) -> tuple[str, ...]:
    """The usable ones among `addresses`, each once however it is capitalised, in order."""
    usable = (address.strip() for address in addresses)
    once = {address.casefold(): address for address in usable if _is_usable(address)}
    return tuple(once[key] for key in sorted(once))


def _is_usable(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= LONGEST_ADDRESS


def _list_members(team: Team) -> Iterable[str]:
    present = Membership.objects.filter(team=team, until__isnull=True, person__left_at__isnull=True)
    trusted = present.filter(defines_organisation("person__"))
    return trusted.values_list("person__email", flat=True)
