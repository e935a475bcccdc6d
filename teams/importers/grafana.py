"""Grafana OnCall and Grafana IRM, read-only: the schedules of a stack, and which integrations they stand by for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from catalog.http.settings import OutboundSettings
from catalog.http.targets import check_target, find_token
from teams.core.oncall.linking import link_key
from teams.core.oncall.vendors import grafana
from teams.core.oncall.vendors.result import Imported, ImportedSchedule, match_entries, read_zone, understanding
from teams.importers.base import Given
from teams.importers.json_api import JsonApi

_NAME = "Grafana OnCall"
_SERVICE_ACCOUNT = "glsa_"  # how the tokens of Grafana's service accounts begin; OnCall's own go without a scheme


@dataclass(frozen=True, slots=True)
class Grafana:
    """One stack; the token is the one that the settings have for the host of the API."""

    kind: str = grafana.KIND
    title: str = "Grafana OnCall or IRM"
    is_whole_account: bool = True
    default_url: str = ""

    def read(self, given: Given) -> Imported:
        """All schedules, and the integrations they stand by for."""
        headers = (("X-Grafana-URL", given.stack_url),) if given.stack_url else ()
        credential = _choose_credential(given.url, given.settings)
        api = JsonApi(_NAME, given.url, given.settings, credential, given.pause, headers)
        with understanding(_NAME):
            people = grafana.read_people(_list_rows(api, "users"))
            teams = {str(team["id"]): str(team.get("name") or "") for team in _list_rows(api, "teams")}
            schedules = []
            for row in _list_rows(api, "schedules"):
                entries = grafana.read_entries(_list_shifts(api, row, given), people)
                title = str(row.get("name") or row["id"])
                shifts, unmatched = match_entries(entries, given.known, title, given.since, given.until)
                zone, team = read_zone(row.get("time_zone")), teams.get(str(row.get("team_id")), "")
                schedules.append(ImportedSchedule(str(row["id"]), title, zone, shifts, unmatched, team=team))
            links = grafana.read_links(_list_rows(api, "integrations"), _list_rows(api, "escalation_policies"))
            links |= {link_key(self.kind, each.vendor_id): (each.vendor_id,) for each in schedules}
            return Imported(tuple(schedules), links)


def _choose_credential(url: str, settings: OutboundSettings) -> str:
    token = find_token(check_target(url, settings), settings)
    return "Bearer {token}" if token.startswith(_SERVICE_ACCOUNT) else "{token}"


def _list_shifts(api: JsonApi, row: dict[str, Any], given: Given) -> list[dict[str, Any]]:
    params = {"start_date": f"{given.since:%Y-%m-%d}", "end_date": f"{given.until:%Y-%m-%d}"}
    return _list_rows(api, f"schedules/{quote(str(row['id']), safe='')}/final_shifts", **params)


def _list_rows(api: JsonApi, name: str, **params: str) -> list[dict[str, Any]]:
    """All rows of a listing, by number of the page: the URL that an answer names as the next is not called."""
    at = 1

    def after(page: Any, _number: int) -> dict[str, str] | None:
        nonlocal at
        at += 1
        return {"page": str(at)} if page.get("next") else None

    return api.list_rows(f"/api/v1/{name}{'' if '/' in name else '/'}", "results", params, after)


IMPORTER = Grafana()
