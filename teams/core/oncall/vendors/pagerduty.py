"""PagerDuty's REST API v2: users, rendered schedules, on-calls, escalation policies and services.

Source: developer.pagerduty.com, API reference. The final schedule of a schedule is what counts, overrides applied. A
schedule of the v3 kind is not rendered by v2; who is on call by it stands in the on-calls, which know both kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from teams.core.oncall.linking import link_key
from teams.core.oncall.vendors.result import VendorEntry, VendorPerson, read_moment

KIND = "pagerduty"
SERVICE, INTEGRATION = "pagerduty.com/service-id", "pagerduty.com/integration-key"

Json = Mapping[str, Any]
People = Mapping[str, VendorPerson]


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom an escalation policy calls first: schedules, and users who are always on call; ids."""

    id: str
    title: str
    schedules: tuple[str, ...]
    users: tuple[str, ...]
    url: str = ""

    @property
    def stands_by(self) -> tuple[str, ...]:
        """Ids of the schedules of its first level; users of it stand together under the policy's own id."""
        return (*self.schedules, self.id) if self.users else self.schedules


def read_people(users: Iterable[Json]) -> dict[str, VendorPerson]:
    """Users by id."""
    return {str(user["id"]): VendorPerson(str(user.get("name") or ""), str(user.get("email") or "")) for user in users}


def is_rendered(schedule: Json) -> bool:
    """Whether v2 renders this schedule of a listing; one of the v3 kind is not."""
    return "v3" not in str(schedule.get("type", ""))


def read_entries(schedule: Json, people: People) -> Iterator[VendorEntry]:
    """Who is on call by the final schedule of one that was asked for with a window."""
    for entry in schedule["final_schedule"]["rendered_schedule_entries"]:
        yield VendorEntry(read_moment(entry["start"]), read_moment(entry["end"]), _person(entry["user"], people))


def read_on_calls(on_calls: Iterable[Json], people: People, since: datetime, until: datetime) -> Iterator[VendorEntry]:
    """Who is on call by the on-calls of one schedule; what has no start or end reaches over the whole window."""
    for each in on_calls:
        start, end = each.get("start"), each.get("end")
        yield VendorEntry(
            read_moment(start) if start else since, read_moment(end) if end else until, _person(each["user"], people)
        )


def read_policy(policy: Json) -> Policy:
    """The first level of an escalation policy."""
    rules = policy.get("escalation_rules") or [{}]
    targets = [(str(target["type"]), str(target["id"])) for target in rules[0].get("targets", ())]
    return Policy(
        str(policy["id"]),
        str(policy.get("name") or policy.get("summary") or policy["id"]),
        tuple(id_ for type_, id_ in targets if type_.startswith("schedule")),
        tuple(id_ for type_, id_ in targets if type_.startswith("user")),
        str(policy.get("html_url") or ""),
    )


def read_links(services: Iterable[Json], policies: Mapping[str, Policy]) -> dict[str, tuple[str, ...]]:
    """What annotations may name to ids of schedules: services by id, and by the keys of their integrations."""
    links: dict[str, tuple[str, ...]] = {}
    for service in services:
        policy = policies.get(str((service.get("escalation_policy") or {}).get("id", "")))
        if policy is None or not policy.stands_by:
            continue
        links[link_key(SERVICE, str(service["id"]))] = policy.stands_by
        for integration in service.get("integrations") or ():
            if key := integration.get("integration_key"):
                links[link_key(INTEGRATION, str(key))] = policy.stands_by
    return links


def read_team(schedule: Json) -> str:
    """The name of its team, where it has exactly one."""
    teams = schedule.get("teams") or []
    return str(teams[0].get("summary") or "") if len(teams) == 1 else ""


def _person(user: Json, people: People) -> VendorPerson:
    return people.get(str(user["id"])) or VendorPerson(str(user.get("summary") or user.get("name") or ""))
