"""The vectors that define the engine. Every one must be met exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from teams.core.oncall import list_people_at, read_schedule
from teams.core.oncall.preview import render_json
from tests.teams.core.oncall.oracle import each_minute, people_at, utc


@pytest.fixture(scope="module")
def vectors(shared: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared / "oncall/vectors.json").read_text())["vectors"]
    assert len(found) >= 15
    return found


def test_every_vector_is_met_exactly(vectors: list[dict[str, Any]]) -> None:
    for vector in vectors:
        window = utc(vector["window"]["since"]), utc(vector["window"]["until"])
        assert render_json(read_schedule(vector["schedule"]), *window) == vector["expected"], vector["id"]


def test_every_point_is_met(vectors: list[dict[str, Any]]) -> None:
    points = [(vector, point) for vector in vectors for point in vector["point_queries"]]
    assert points
    for vector, point in points:
        found = list_people_at(read_schedule(vector["schedule"]), utc(point["at"]))
        assert list(found) == point["users"], (vector["id"], point["at"])


def test_the_slow_oracle_agrees_with_the_vectors(vectors: list[dict[str, Any]]) -> None:
    """Else the property tests would compare the engine with something else."""
    for vector in vectors:
        for at in each_minute(utc(vector["window"]["since"]), utc(vector["window"]["until"]), 30):
            expected = {
                user
                for entry in vector["expected"]["entries"]
                if utc(entry["start"]) <= at < utc(entry["end"])
                for user in entry["users"]
            }
            assert people_at(vector["schedule"], at) == expected, (vector["id"], at)
