"""Builds the Actor from an account or a token. Rights come from here and from nowhere else."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from catalog.core.access import Actor, Scope
from catalog.models import SourceReader
from catalog.selectors.trust import defines_organisation
from portal.models import Account, ApiToken
from teams.models import Membership


def build_actor(account: Account, token: ApiToken | None = None) -> Actor:
    """Who asks: teams from the memberships of the linked person, sources those teams may read.

    A token has its owner's present rights within its own scopes. An inactive account has no rights at all.
    Costs at most two queries, none for an account without a person.
    """
    ref = f"account:{account.pk}" if token is None else f"token:{token.pk}"
    if not account.is_active:
        return Actor(ref=ref, scopes=frozenset())
    leads = _list_teams(account.person_ref)
    return Actor(
        ref=ref,
        person_ref=account.person_ref or None,
        team_refs=frozenset(leads),
        lead_of_refs=frozenset(team for team, is_lead in leads.items() if is_lead),
        is_administrator=account.is_administrator,
        scopes=frozenset(Scope) if token is None else read_scopes(token),
        restricted_source_ids=_list_restricted_sources(leads),
    )


def read_scopes(token: ApiToken) -> frozenset[Scope]:
    """The scopes of a token; a word that is no scope grants nothing."""
    return frozenset(scope for scope in Scope if scope.value in token.scopes)


def _list_teams(person_ref: str) -> dict[str, bool]:
    """Refs of the teams a person is in now, with whether they lead it.

    Only sources and registered URLs trusted for the organisation count: a Group in any other file grants nothing. Of
    somebody whose records are merged that of the account counts alone: saying that two are one gives nobody rights.
    """
    if not person_ref:
        return {}
    alone = Q(record=None, person__ref=person_ref, person__left_at=None, person__own_left_at=None)
    merged = Q(record__ref=person_ref, record__left_at=None)
    is_in = Exists(Membership.objects.filter(team=OuterRef("team"), person=OuterRef("person"), until=None))
    current = Membership.records.filter(
        (alone & defines_organisation("person__")) | (merged & defines_organisation("record__")),
        is_in,
        defines_organisation("team__"),
        until__isnull=True,
        team__dissolved_at__isnull=True,
    )
    return dict(current.values_list("team__ref", "is_lead"))


def _list_restricted_sources(teams: dict[str, bool]) -> frozenset[int]:
    if not teams:
        return frozenset()
    readers = SourceReader.objects.filter(team_ref__in=teams, source__is_restricted=True)
    return frozenset(readers.values_list("source_id", flat=True))
