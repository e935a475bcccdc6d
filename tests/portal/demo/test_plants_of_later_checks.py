"""What is planted for checks that do not exist yet is really there, by the definitions those checks will follow."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.demo.truth import load_truth
from tests.portal.demo.second_reading import Guards, Reading, list_team_schedules, read_demo, read_log, run_git

SERVICE_TYPES = {"service", "website", "worker", "data-pipeline"}
DAY = 24 * 3600
EVER = 1_000_000_000


@pytest.fixture(scope="module")
def year(clones: Path) -> Reading:
    return read_demo(clones, guards=Guards(window_days=365))


def planted(check_id: str) -> set[tuple[str, str]]:
    return {(plant.subject, plant.key) for plant in load_truth().plants if plant.check == check_id}


def services(reading: Reading) -> dict[str, dict[str, Any]]:
    return {
        ref: document
        for ref, document in reading.entities.items()
        if document["kind"] == "Component" and document["spec"]["type"] in SERVICE_TYPES
    }


def owner_of(document: dict[str, Any]) -> str:
    return str(document["spec"].get("owner", "")).lower().removeprefix("group:").removeprefix("default/")


def work_of_people(reading: Reading) -> list[tuple[str, str, set[str]]]:
    """Transaction, address of the author and services touched, of every commit of a person over at most 30 files."""
    at = {place: ref for ref, place in reading.code.items() if ref in services(reading)}
    work = []
    for repository in reading.repositories:
        for commit in reading.commits_of(repository):
            if commit.is_by_bot or len(commit.paths) > 30:
                continue
            ticket = re.match(r"[A-Z]+-\d+", commit.message)
            roots = {reading.root_of(repository, path) for path in commit.paths}
            touched = {at[repository, root] for root in roots if root is not None and (repository, root) in at}
            work.append((ticket.group() if ticket else commit.sha, commit.email, touched))
    return work


def test_about_thirty_services(year: Reading) -> None:
    assert len(services(year)) == 34
    assert len(year.repositories) == 16


def test_services_changed_by_three_teams(year: Reading) -> None:
    by_team: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, email, touched in work_of_people(year):
        for team in year.teams_of.get(year.emails.get(email, ""), set()) - {"accessibility-guild"}:
            for ref in touched:
                by_team[ref][team] += 1
    many = {
        (ref, "")
        for ref, counts in by_team.items()
        if sum(count >= 5 and count >= 0.05 * counts.total() for count in counts.values()) >= 3
    }
    assert many == planted("one-team-changes-it")


def test_services_of_different_teams_that_change_together(year: Reading) -> None:
    touched_in: defaultdict[str, set[str]] = defaultdict(set)
    authors_in: defaultdict[str, set[str]] = defaultdict(set)
    for transaction, email, touched in work_of_people(year):
        touched_in[transaction] |= touched
        authors_in[transaction].add(email)
    revisions = {ref: {each for each, touched in touched_in.items() if ref in touched} for ref in services(year)}
    coupled = set()
    for one, other in combinations(sorted(revisions), 2):
        shared = len(revisions[one] & revisions[other])
        if shared < 5 or owner_of(year.entities[one]) == owner_of(year.entities[other]):
            continue
        authors = set().union(*(authors_in[each] for each in revisions[one] | revisions[other]))
        transactions = sum(bool(who & authors) for who in authors_in.values())
        product = len(revisions[one]) * len(revisions[other])
        degree = 100 * shared / ((len(revisions[one]) + len(revisions[other])) / 2)
        if degree >= 30 and shared * transactions / product > 2:
            coupled.add((one, other))
    assert coupled == planted("changes-alone")


def test_databases_with_services_of_several_teams(year: Reading) -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for document in services(year).values():
        for target in document["spec"].get("dependsOn", []):
            owners[target].add(owner_of(document))
    shared = {ref for ref in owners if ref.startswith("resource:") and len(owners[ref]) > 1}
    databases = {(ref, "") for ref in shared if year.entities[ref]["spec"]["type"] == "database"}
    assert databases == planted("owns-its-data")
    assert "resource:default/session-cache" in shared


def test_everybody_bumps_the_library_within_a_week(year: Reading) -> None:
    users = {
        ref
        for ref, each in services(year).items()
        if "component:default/shop-commons" in each["spec"].get("dependsOn", [])
    }
    assert len(users) >= 0.3 * len(services(year))
    places = {year.code[ref] for ref in users}
    releases = [seconds for _, seconds in read_tags(year.root / "shop-commons")]
    assert len(releases) == 4
    for released in releases:
        bumped = {
            (repository, year.root_of(repository, path))
            for repository in year.repositories
            for commit in read_log(year.root / repository, EVER, with_mailmap=True)
            if commit.message.startswith("Bump shop-commons") and released < commit.seconds <= released + 7 * DAY
            for path in commit.paths
        }
        assert places <= bumped


def read_tags(repository: Path) -> list[tuple[str, int]]:
    text = run_git(repository, "for-each-ref", "refs/tags", "--format=%(refname:short) %(taggerdate:unix)")
    return [(name, int(seconds)) for name, seconds in (line.split() for line in text.splitlines())]


def test_the_train_leaves_every_other_thursday(year: Reading) -> None:
    aboard = [
        (ref, year.code[ref][0])
        for ref, each in services(year).items()
        if "resource:default/thursday-train" in each["spec"].get("dependsOn", [])
    ]
    assert len(aboard) == 4
    journeys: defaultdict[int, list[int]] = defaultdict(list)
    for _, repository in aboard:
        for _, seconds in read_tags(year.root / repository):
            journeys[seconds // DAY].append(seconds)
    assert len(journeys) >= 10
    for moments in journeys.values():
        assert len(moments) == len(aboard)
        assert max(moments) - min(moments) < 3600
        assert datetime.fromtimestamp(moments[0], UTC).strftime("%A") == "Thursday"


def test_knowledge_of_vouchers_left_with_its_authors(year: Reading) -> None:
    large = set()
    for ref, (repository, folder) in year.code.items():
        files = [
            path
            for path in run_git(year.root / repository, "ls-files").splitlines()
            if re.search(r"\.(py|ts|go|sql)$", path) and year.root_of(repository, path) == folder
        ]
        if len(files) >= 50:
            large.add((ref, ""))
    assert large == planted("knowledge-is-kept")
    for commit in read_log(year.root / "loyalty", EVER, with_mailmap=True):
        if any(path.startswith("vouchers/src/") for path in commit.paths) and commit.email in year.emails:
            assert commit.name == "Leila Morvane", "three commits by somebody who is still there, all others left"


def test_services_without_a_commit_of_a_person_for_a_year(year: Reading) -> None:
    alive = {ref for _, _, touched in work_of_people(year) for ref in touched}
    assert {(ref, "") for ref in services(year) if ref not in alive} == planted("service-is-alive")
    assert any(commit.is_by_bot and commit.paths[0].startswith("referrals/") for commit in year.commits_of("loyalty"))


def synchronous_calls(reading: Reading) -> dict[str, list[str]]:
    calls = {}
    for ref, document in reading.entities.items():
        text = document["metadata"].get("annotations", {}).get("bailiwick.dev/coupling", "{}")
        calls[ref] = [target for target, mode in json.loads(text).items() if mode == "sync"]
    return calls


def test_the_long_chain_and_the_cycle(year: Reading) -> None:
    calls = synchronous_calls(year)

    def hops(ref: str, seen: tuple[str, ...] = ()) -> int:
        return max((1 + hops(each, (*seen, ref)) for each in calls[ref] if each not in (*seen, ref)), default=0)

    assert {(ref, "") for ref in calls if hops(ref) >= 5} == planted("chains-are-short")
    mutual = {(one, other) for one in calls for other in calls[one] if one in calls[other] and one < other}
    assert mutual == planted("calls-have-no-cycle")


def test_the_pager_has_one_gap_on_sunday_night(year: Reading) -> None:
    schedules = {}
    for file in list_team_schedules(year.root):
        schedule = yaml.safe_load(file.read_text())
        schedules[schedule["owner"].removeprefix("group:default/")] = schedule
    uncovered = set()
    for ref, document in services(year).items():
        schedule = schedules.get(owner_of(document))
        if document["spec"]["lifecycle"] != "production":
            continue
        if schedule is None or "restrictions" in schedule["layers"][0]:
            uncovered.add((ref, ""))
        else:
            assert len(schedule["layers"][0]["participants"]) >= 2
    assert uncovered == planted("pager-covers-service")
    (restriction,) = schedules["checkout"]["layers"][0]["restrictions"]
    monday = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=int(restriction["start"][:2]))
    assert (restriction["start_day"], restriction["start"]) == ("MO", "06:00")
    assert monday + timedelta(seconds=restriction["duration_seconds"]) == datetime(2026, 11, 29, 22, tzinfo=UTC)


def test_tickets_belong_to_one_repository_but_those_of_checkout_and_cart(year: Reading) -> None:
    repositories: defaultdict[str, set[str]] = defaultdict(set)
    for repository in year.repositories:
        for commit in read_log(year.root / repository, EVER, with_mailmap=True):
            for ticket in re.findall(r"^[A-Z]+-\d+", commit.message):
                repositories[ticket].add(repository)
    shared = {ticket for ticket, names in repositories.items() if len(names) > 1}
    assert shared == {f"SHOP-{number}" for number in range(400, 424)}
    assert all(repositories[ticket] == {"checkout", "cart"} for ticket in shared)
