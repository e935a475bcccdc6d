"""Grafana OnCall's HTTP API v1, which Grafana IRM speaks too: users, final shifts, integrations and escalations.

Source: grafana.com/docs, OnCall API reference. Final shifts are what counts, overrides and priorities applied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from teams.core.oncall.linking import link_key
from teams.core.oncall.vendors.result import VendorEntry, VendorPerson, read_moment

KIND = "grafana"
INTEGRATION = "grafana.com/oncall-integration"
_STEP = "notify_on_call_from_schedule"

Json = Mapping[str, Any]


def read_people(users: Iterable[Json]) -> dict[str, VendorPerson]:
    """Users by id; what the API calls the user name is the login."""
    return {
        str(user["id"]): VendorPerson(str(user.get("username") or user.get("name") or ""), str(user.get("email") or ""))
        for user in users
    }


def read_entries(shifts: Iterable[Json], people: Mapping[str, VendorPerson]) -> Iterator[VendorEntry]:
    """Who is on call by the final shifts of one schedule."""
    for shift in shifts:
        said = VendorPerson(str(shift.get("user_username") or ""), str(shift.get("user_email") or ""))
        person = said if said.email or said.name else people.get(str(shift["user_pk"]), said)
        yield VendorEntry(read_moment(shift["shift_start"]), read_moment(shift["shift_end"]), person)


def read_links(integrations: Iterable[Json], steps: Iterable[Json]) -> dict[str, tuple[str, ...]]:
    """What annotations may name to ids of schedules: integrations by id, through their default route's chain.

    A chain that calls people before any schedule links to nothing: who that is changes with nobody's schedule.
    """
    by_chain: dict[str, list[Json]] = defaultdict(list)
    for step in steps:
        by_chain[str(step.get("escalation_chain_id"))].append(step)
    first = {chain: _first_schedule(found) for chain, found in by_chain.items()}
    links: dict[str, tuple[str, ...]] = {}
    for integration in integrations:
        route = integration.get("default_route") or {}
        schedule = first.get(str(route.get("escalation_chain_id")), "")
        if schedule:
            links[link_key(INTEGRATION, str(integration["id"]))] = (schedule,)
    return links


def _first_schedule(steps: list[Json]) -> str:
    """The schedule of the first step that notifies anybody, empty where that is no schedule."""
    for step in sorted(steps, key=lambda step: int(step.get("position") or 0)):
        type_ = str(step.get("type", ""))
        if type_ == _STEP:
            return str(step.get(_STEP) or "")
        if type_.startswith("notify"):
            return ""
    return ""
