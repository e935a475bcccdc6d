"""The files of the demo are what people and tools expect them to be."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from portal.demo.truth import load_truth
from tests.portal.demo.second_reading import Reading, list_team_schedules, read_demo


@pytest.fixture(scope="module")
def reading(clones: Path) -> Reading:
    return read_demo(clones)


def read_documents(clones: Path) -> list[tuple[str, str, int, Any]]:
    """Repository, path, index and data of every document of a catalog file; no data where YAML ends."""
    found: list[tuple[str, str, int, Any]] = []
    for file in sorted(clones.rglob("catalog-info.yaml")):
        repository, _, path = file.relative_to(clones).as_posix().partition("/")
        for index, text in enumerate(re.split(r"^---$", file.read_text(), flags=re.MULTILINE)):
            try:
                found.append((repository, path, index, yaml.safe_load(text)))
            except yaml.YAMLError:
                found.append((repository, path, index, None))
    return found


def test_exactly_the_listed_documents_are_broken(clones: Path) -> None:
    broken = [(repository, path, index) for repository, path, index, data in read_documents(clones) if data is None]
    assert broken == [(each["repository"], each["path"], each["document"]) for each in load_truth().catalog["broken"]]


def test_exactly_the_listed_skeletons_are_unrendered(clones: Path) -> None:
    skeletons = [
        (repository, path, index)
        for repository, path, index, data in read_documents(clones)
        if data is not None and "${{" in data["metadata"]["name"]
    ]
    assert skeletons == [
        (each["repository"], each["path"], each["document"]) for each in load_truth().catalog["skeletons"]
    ]


def test_exactly_the_listed_refs_are_declared_twice(clones: Path) -> None:
    places: dict[str, list[dict[str, str]]] = {}
    for repository, path, _, data in read_documents(clones):
        if data is not None and "${{" not in data["metadata"]["name"]:
            ref = f"{data['kind']}:default/{data['metadata']['name']}".lower()
            places.setdefault(ref, []).append({"repository": repository, "path": path})
    twice = {ref: found for ref, found in places.items() if len(found) > 1}
    listed = {each["ref"]: [each["in_force"], each["contender"]] for each in load_truth().catalog["conflicts"]}
    assert twice == listed


_TARGETS = {
    "owner": "group",
    "system": "system",
    "domain": "domain",
    "dependsOn": "",
    "providesApis": "api",
    "consumesApis": "api",
    "parent": "group",
    "children": "group",
    "members": "user",
    "memberOf": "group",
}


def test_exactly_the_listed_refs_lead_nowhere(reading: Reading) -> None:
    dangling = set()
    for ref, document in reading.entities.items():
        for field, kind in _TARGETS.items():
            value = document["spec"].get(field, [])
            for text in [value] if isinstance(value, str) else value:
                target = text.lower()
                target = target if ":" in target else f"{kind}:default/{target}"
                if target not in reading.entities:
                    dangling.add((ref, target))
    assert dangling == {(each["source"], each["target"]) for each in load_truth().catalog["dangling"]}


def test_couplings_name_entities_that_exist(reading: Reading) -> None:
    for document in reading.entities.values():
        text = document["metadata"].get("annotations", {}).get("bailiwick.dev/coupling", "{}")
        assert set(yaml.safe_load(text)) <= set(reading.entities)


def test_placeholders_lead_to_files(clones: Path) -> None:
    placeholders = 0
    for repository, path, _, data in read_documents(clones):
        definition = ((data or {}).get("spec") or {}).get("definition")
        if isinstance(definition, dict):
            (target,) = definition.values()
            assert yaml.safe_load(((clones / repository / path).parent / target).read_text())["openapi"]
            placeholders += 1
    assert placeholders >= 5


def test_team_apis_follow_the_schema_and_claim_what_exists(clones: Path, reading: Reading, shared: Path) -> None:
    validator = jsonschema_rs.validator_for((shared / "teamapi" / "team_api.schema.json").read_text())
    files = sorted(clones.rglob("team-api.yaml"))
    assert len(files) == 13
    for file in files:
        document = yaml.safe_load(file.read_text())
        assert [error.message for error in validator.iter_errors(document)] == []
        assert {item["ref"] for item in document["owns"]} <= set(reading.entities)


def test_what_no_team_api_claims_is_planted(clones: Path, reading: Reading) -> None:
    claimed = {
        item["ref"] for file in clones.rglob("team-api.yaml") for item in yaml.safe_load(file.read_text())["owns"]
    }
    unclaimed = {
        ref
        for ref, document in reading.entities.items()
        if document["kind"] in {"API", "Resource", "System"}
        or (document["kind"] == "Component" and document["spec"]["type"] != "library")
        if ref not in claimed
    }
    plants = load_truth().plants
    assert unclaimed == {plant.subject for plant in plants if plant.check == "claimed-by-a-team-api"}


def test_people_on_call_are_people_of_the_team(clones: Path, reading: Reading) -> None:
    files = list_team_schedules(clones)
    assert len(files) == 13
    for file in files:
        schedule = yaml.safe_load(file.read_text())
        team = schedule["owner"].removeprefix("group:default/")
        for people in schedule["layers"][0]["participants"]:
            assert all(team in reading.teams_of[ref.removeprefix("user:default/")] for ref in people)


def test_schedules_beside_those_of_the_teams_hold_what_is_planted(clones: Path, reading: Reading) -> None:
    beside = sorted(set(clones.rglob("oncall.yaml")) - set(list_team_schedules(clones)))
    schedules = {each["name"]: each for each in (yaml.safe_load(file.read_text()) for file in beside)}
    turns = {
        name: [ref.removeprefix("user:default/") for people in each["layers"][0]["participants"] for ref in people]
        for name, each in schedules.items()
    }
    assert set(turns) == {"incident-managers", "order-desk", "vouchers-for-now"}
    assert [person for person in turns["incident-managers"] if person not in reading.teams_of] == ["keir.sandower"]
    most, number = Counter(turns["order-desk"]).most_common(1)[0]
    assert (most, number, len(turns["order-desk"])) == ("inka.carroweld", 3, 5)
    (alone,) = turns["vouchers-for-now"]
    assert "storefront" in reading.teams_of[alone]
    assert schedules["vouchers-for-now"]["owner"] == "group:default/growth"


def test_subjects_of_the_truth_exist(reading: Reading) -> None:
    truth = load_truth()
    subjects = {plant.subject for plant in truth.plants} | {trap.subject for trap in truth.traps}
    known = set(reading.entities) | {f"repository:{name}" for name in reading.repositories}
    assert subjects <= known


def test_every_address_is_at_a_reserved_name(clones: Path) -> None:
    """Nobody's real address may stand in the demo."""
    for file in clones.rglob("*"):
        if file.is_file() and ".git" not in file.parts:
            assert all(host.endswith(".example") for host in re.findall(r"[\w.]@([a-z][\w.-]+\.\w+)", file.read_text()))
