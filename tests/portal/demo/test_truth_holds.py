"""The truth is what an independent reading of the repositories finds: complete and exact for the first six checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from portal.demo.build import build_demo
from portal.demo.truth import compare, load_truth
from tests.portal.demo.second_reading import Guards, read_demo

CHECKS = frozenset(
    {
        "owner-is-declared",
        "owner-is-known-team",
        "owner-team-is-alive",
        "repository-is-claimed",
        "claims-agree",
        "owner-does-the-work",
    }
)


def assert_holds(root: Path, now: datetime) -> None:
    comparison = compare(load_truth(), read_demo(root, now).findings(), CHECKS)
    assert comparison.missing == ()
    assert comparison.extra == ()


def test_every_plant_is_found_and_nothing_else(clones: Path) -> None:
    assert_holds(clones, datetime(2026, 11, 21, 12, tzinfo=UTC))


def test_a_demo_that_is_a_month_old_still_tells_the_truth(clones: Path) -> None:
    for days in (1, 7, 30):
        assert_holds(clones, datetime(2026, 11, 21, 12, tzinfo=UTC) + timedelta(days=days))


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2028, 2, 29), date(2027, 7, 1)])
def test_any_day_will_do(tmp_path: Path, today: date) -> None:
    build_demo(tmp_path / "clones", today)
    assert_holds(tmp_path / "clones", datetime(today.year, today.month, today.day, tzinfo=UTC))


WITHOUT_GUARD = {
    "bot-with-the-address-of-a-team": replace(Guards(), leaves_bots_out=False),
    "inner-source": replace(Guards(), knows_inner_source=False),
    "work-of-the-sub-team": replace(Guards(), counts_sub_teams=False),
    "guild-members-are-of-the-team": replace(Guards(), prefers_owner_team=False),
    "name-right-address-wrong": replace(Guards(), reads_mailmap=False),
    "few-commits": replace(Guards(), fewest_commits=1),
    "handed-over": replace(Guards(), window_days=720),
    "department-without-members": replace(Guards(), looks_below_departments=False),
    "members-listed-on-the-group": replace(Guards(), reads_members_of_groups=False),
    "owner-in-capitals": replace(Guards(), ignores_case=False),
    "team-under-another-name": replace(Guards(), knows_slugs=False, skips_unknown_owners=False),
    "unknown-owner-is-no-mismatch": replace(Guards(), skips_unknown_owners=False),
    "rule-for-some-files": replace(Guards(), judges_folder_not_file=False),
    "forgotten-second-codeowners": replace(Guards(), reads_first_codeowners_only=False),
    "person-beside-the-team": replace(Guards(), knows_persons=False, skips_unknown_owners=False),
    "claimed-from-another-repository": replace(Guards(), knows_source_location=False),
    "claimed-by-codeowners": replace(Guards(), counts_codeowners=False),
    "nothing-in-it": replace(Guards(), skips_empty_repositories=False),
}
#: Traps of the six checks that no single guard of the second reading stands for.
PLAIN = {"descriptor-left-behind"}


@pytest.mark.parametrize("trap_id", sorted(WITHOUT_GUARD))
def test_a_check_without_its_guard_falls_into_the_trap(clones: Path, trap_id: str) -> None:
    trap = next(each for each in load_truth().traps if each.id == trap_id)
    found = read_demo(clones, guards=WITHOUT_GUARD[trap_id]).findings()
    assert (trap.check, trap.subject, trap.key) in found


def test_every_trap_of_the_six_checks_is_tried() -> None:
    traps = {trap.id for trap in load_truth().traps if trap.check in CHECKS}
    assert traps == set(WITHOUT_GUARD) | PLAIN


def test_who_skips_the_mailmap_misses_a_plant(clones: Path) -> None:
    found = read_demo(clones, guards=replace(Guards(), reads_mailmap=False)).findings()
    assert ("owner-does-the-work", "component:default/fraud-scoring", "") not in found


def test_who_skips_the_addresses_in_the_files_of_people_misses_a_plant(clones: Path) -> None:
    found = read_demo(clones, guards=replace(Guards(), reads_more_addresses=False)).findings()
    assert ("owner-does-the-work", "component:default/feature-flags", "") not in found
