"""Filters that name a team: the same rule for the page and the API."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.core.access import Actor
from catalog.filters import NOBODY, read_owner_ref
from catalog.selectors.subjects import list_hidden_refs

TEAM_FILTERS = frozenset({"owner", "team", "parent"})


def is_ref_of_team(name: str, text: str) -> bool:
    """Whether the value of a filter names a team."""
    return name in TEAM_FILTERS and text not in ("", NOBODY)


def names_hidden_team(actor: Actor, asked: Mapping[str, str]) -> bool:
    """Whether a filter names a team that the actor may not see: then there is nothing to find, as for one that is not
    there. One query where a team is named, none for administrators.
    """
    teams = [read_owner_ref(text) for name, text in asked.items() if is_ref_of_team(name, text)]
    return bool(teams and list_hidden_refs(actor, teams))
