"""The Team API and the on-call schedule of a team, as the text of `team-api.yaml` and `oncall.yaml`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portal.demo.catalog_files import format_yaml
from portal.demo.entities import is_service
from portal.demo.model import DOMAIN, HOST, Entity, Person, Team

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from portal.demo.company.agreements import Interaction, TeamProfile

ZONE = "Europe/Berlin"
_KINDS = {"API": "api", "Resource": "resource", "System": "subsystem"}


def format_schedule(team: Team, *, gap_on_sunday_night: bool = False) -> str:
    """A schedule that changes hands every second day, round the clock or, with the gap, not on Sunday night."""
    layer: dict[str, object] = {
        "participants": [[person.ref] for person in team.members],
        "rotation": {"start": "2024-01-01T09:00", "unit": "day", "length": 2},
    }
    if gap_on_sunday_night:
        hours = 6 * 24 + 16  # Monday 06:00 to Sunday 22:00
        layer["restrictions"] = [
            {"type": "weekly", "start_day": "MO", "start": "06:00", "duration_seconds": hours * 3600}
        ]
    return format_yaml(
        {
            "kind": "Schedule",
            "name": f"{team.name}-primary",
            "owner": team.ref,
            "time_zone": ZONE,
            "layers": [layer],
            "overrides": [],
        }
    )


def format_turns(name: str, owner: str, people: Sequence[Person], title: str) -> str:
    """A schedule in which the people are on call for a day each, in this order."""
    return format_yaml(
        {
            "kind": "Schedule",
            "name": name,
            "title": title,
            "owner": owner,
            "time_zone": ZONE,
            "layers": [
                {
                    "participants": [[person.ref] for person in people],
                    "rotation": {"start": "2024-01-01T09:00", "unit": "day", "length": 1},
                }
            ],
            "overrides": [],
        }
    )


def format_team_api(
    profile: TeamProfile, owned: Sequence[tuple[str, Entity]], interactions: Sequence[Interaction], today: date
) -> str:
    """The Team API as of `today`. `owned` are repository names and what the team owns there."""
    team = profile.team
    document: dict[str, object] = {
        "apiVersion": "teamapi/v1",
        "kind": "TeamApi",
        "team": team.ref,
        "updated": (today - timedelta(days=profile.updated_days_ago)).isoformat(),
        "reviewEveryDays": profile.review_every_days,
        "identity": {"name": team.title, "focus": team.focus, "timeZones": [ZONE], "workingHours": "09:00-17:00"},
        "type": profile.type,
        "channels": _make_channels(team),
        "owns": [_make_owned(team, repository, entity) for repository, entity in owned],
        "versioning": {"scheme": "semver", "deprecationNotice": "P90D"},
        "quality": {"testing": "Every change is tested before it is merged.", "slo": "99.9 % of requests answered"},
        "waysOfWorking": [{"name": "Kanban"}, {"name": "Review by two"}],
    }
    if interactions:
        document["interactions"] = [_make_interaction(each, team, today) for each in interactions]
    return format_yaml(document)


def _make_channels(team: Team) -> list[dict[str, str]]:
    return [
        {"type": "slack", "address": f"#{team.name}-help", "purpose": "questions", "responseTime": "PT4H"},
        {"type": "slack", "address": f"#{team.name}-incidents", "purpose": "incidents"},
        {"type": "email", "address": f"{team.name}@{DOMAIN}", "purpose": "requests"},
    ]


def _make_owned(team: Team, repository: str, entity: Entity) -> dict[str, str]:
    item = {
        "ref": entity.ref,
        "kind": _KINDS.get(entity.kind) or ("service" if is_service(entity) else "library"),
        "repository": f"{HOST}/{repository}",
    }
    if is_service(entity) and entity.spec["lifecycle"] == "production":
        item["onCall"] = f"schedule:default/{team.name}-primary"
    return item


def _make_interaction(interaction: Interaction, team: Team, today: date) -> dict[str, str]:
    other, role = interaction.seen_by(team)
    item = {
        "team": other.ref,
        "mode": interaction.mode,
        "role": role,
        "purpose": interaction.purpose,
        "start": (today - timedelta(days=interaction.since)).isoformat(),
    }
    if interaction.until is not None:
        item["expectedEnd"] = (today - timedelta(days=interaction.until)).isoformat()
    return item
