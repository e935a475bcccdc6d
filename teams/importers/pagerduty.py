"""PagerDuty, read-only: the schedules of an account, and which of them stand by for which service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from teams.core.oncall.linking import link_key
from teams.core.oncall.vendors import pagerduty
from teams.core.oncall.vendors.pagerduty import Policy
from teams.core.oncall.vendors.result import (
    Imported,
    ImportedSchedule,
    VendorEntry,
    VendorPerson,
    match_entries,
    read_zone,
    understanding,
)
from teams.importers.base import Given
from teams.importers.json_api import JsonApi

PAGE = 100
_NAME = "PagerDuty"
_VERSION = "application/vnd.pagerduty+json;version=2"


@dataclass(slots=True)
class _Account:
    """One account as it is being read."""

    api: JsonApi
    given: Given
    people: Mapping[str, VendorPerson]

    def list_rows(self, path: str, key: str, **params: str) -> list[dict[str, Any]]:
        """All rows of a listing."""
        return _list_rows(self.api, path, key, **params)

    def read_rendered(self, row: Mapping[str, Any]) -> ImportedSchedule:
        """A schedule of a listing, as it is rendered over the window."""
        path = f"/schedules/{quote(str(row['id']), safe='')}"
        answer = self.api.get(path, {**self._window(), "time_zone": "UTC"})
        return self._make(row, pagerduty.read_entries(answer["schedule"], self.people))

    def read_on_calls(self, row: Mapping[str, Any]) -> ImportedSchedule:
        """A schedule that is not rendered, by who is on call by it."""
        params = {**self._window(), "schedule_ids[]": str(row["id"])}
        found = self.list_rows("/oncalls", "oncalls", **params)
        entries = pagerduty.read_on_calls(found, self.people, self.given.since, self.given.until)
        return self._make(row, entries)

    def stand_by(self, policy: Policy) -> ImportedSchedule:
        """The people whom a policy calls first without a schedule: they are on call all the time."""
        since, until = self.given.since, self.given.until
        people = (self.people.get(id_, VendorPerson(id_)) for id_ in policy.users)
        row = {"id": policy.id, "name": policy.title, "html_url": policy.url, "time_zone": self.given.zone}
        return self._make(row, (VendorEntry(since, until, person) for person in people))

    def _window(self) -> dict[str, str]:
        return {"since": f"{self.given.since:%Y-%m-%dT%H:%M:%SZ}", "until": f"{self.given.until:%Y-%m-%dT%H:%M:%SZ}"}

    def _make(self, row: Mapping[str, Any], entries: Iterator[VendorEntry]) -> ImportedSchedule:
        given, title = self.given, str(row.get("name") or row.get("summary") or row["id"])
        shifts, unmatched = match_entries(entries, given.known, title, given.since, given.until)
        url = str(row.get("html_url") or "")
        zone = read_zone(row.get("time_zone"))
        return ImportedSchedule(str(row["id"]), title, zone, shifts, unmatched, url, pagerduty.read_team(row))


@dataclass(frozen=True, slots=True)
class PagerDuty:
    """An account at PagerDuty; the token is the one that the settings have for its host."""

    kind: str = pagerduty.KIND
    title: str = _NAME
    is_whole_account: bool = True
    default_url: str = "https://api.pagerduty.com"

    def read(self, given: Given) -> Imported:
        """All schedules, those of the v3 kind as well, and the services they stand by for."""
        api = JsonApi(_NAME, given.url, given.settings, "Token token={token}", given.pause, accept=_VERSION)
        with understanding(_NAME):
            people = pagerduty.read_people(_list_rows(api, "/users", "users"))
            account = _Account(api, given, people)
            policies = [
                pagerduty.read_policy(row) for row in account.list_rows("/escalation_policies", "escalation_policies")
            ]
            schedules = _read_schedules(account, policies)
            services = account.list_rows("/services", "services", **{"include[]": "integrations"})
            links = pagerduty.read_links(services, {policy.id: policy for policy in policies})
            links |= {link_key(self.kind, each.vendor_id): (each.vendor_id,) for each in schedules}
            return Imported(tuple(schedules), links)


def _read_schedules(account: _Account, policies: list[Policy]) -> list[ImportedSchedule]:
    """The schedules that are listed, those that only policies name, and people that policies name themselves."""
    rows = account.list_rows("/schedules", "schedules")
    listed = {str(row["id"]) for row in rows}
    named = {id_ for policy in policies for id_ in policy.schedules} - listed
    found = [account.read_rendered(row) for row in rows if pagerduty.is_rendered(row)]
    found += [account.read_on_calls(row) for row in rows if not pagerduty.is_rendered(row)]
    found += [account.read_on_calls({"id": id_}) for id_ in sorted(named)]
    return found + [account.stand_by(policy) for policy in policies if policy.users]


def _list_rows(api: JsonApi, path: str, key: str, **params: str) -> list[dict[str, Any]]:
    def after(page: Any, number: int) -> dict[str, str] | None:
        return {"offset": str(number)} if page.get("more") is True else None

    return api.list_rows(path, key, {"limit": str(PAGE), "offset": "0", **params}, after)


IMPORTER = PagerDuty()
