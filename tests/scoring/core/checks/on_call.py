"""Schedules and Groups for samples of the checks on teams that are on call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scoring.core.snapshot import Entity, OnCallSchedule, Place, Snapshot
from teams.core.oncall import read_schedule
from tests.scoring.samples import ORIGIN, PAYMENTS, SHA, snapshot, user
from tests.scoring.team_api_samples import group_entity

LINK = "bailiwick.dev/on-call-ref"
GROUPS = tuple(group_entity(name) for name in ("checkout", "commerce", "payments"))


def rota(
    *people: str, owner: str = PAYMENTS, name: str = "primary", problem: str = "", unit: str = "day", **layer: Any
) -> OnCallSchedule:
    """These people by turns, in Berlin, from Monday 2026-05-04 on; NOW is the Sunday after, at noon in UTC."""
    rotation = {"start": "2026-05-04T09:00", "unit": unit, "length": 1}
    layers = [{"participants": [[user(person)] for person in people], "rotation": rotation, **layer}]
    schedule = read_schedule({"time_zone": "Europe/Berlin", "layers": layers, "overrides": []})
    place = Place(ORIGIN, SHA, f"{name}/oncall.yaml", 1)
    return OnCallSchedule(f"schedule:default/{name}", owner, place, schedule, problem)


def imported(rota_: OnCallSchedule) -> OnCallSchedule:
    """The same schedule, kept elsewhere than in Git."""
    return replace(rota_, place=None)


def guarding(*given: OnCallSchedule | Entity, **more: Any) -> Snapshot:
    """Three Groups, these services and these schedules."""
    entities = [each for each in given if isinstance(each, Entity)]
    rotas = tuple(each for each in given if isinstance(each, OnCallSchedule))
    return snapshot(*GROUPS, *entities, schedules=rotas, **{"production_lifecycles": frozenset({"production"}), **more})
