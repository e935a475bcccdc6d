"""Several schedules of one ref: one counts, always the same one, and the others are on no call."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from catalog.core.access import Actor
from catalog.models import KeptFile, Origin
from scoring.selectors.snapshot import load_snapshot
from teams.actions.portal_schedules import create_schedule
from teams.actions.schedules import sync_schedules
from teams.models import Schedule
from teams.selectors.on_call_cover import find_covers
from teams.selectors.schedules import get_schedule, is_counting, list_contested_schedules, list_counting_schedules
from tests.catalog.factories import NOW, make_origin
from tests.scoring.factories import make_source, make_team
from tests.teams.schedules import COMMIT, schedule_text

pytestmark = pytest.mark.django_db

REF = "schedule:default/payments"
ANYBODY = Actor(ref="account:1")
HOUR = timedelta(hours=1)


def write(origin: Origin, owner: str, path: str = "oncall.yaml", at: datetime = NOW) -> None:
    """A file of a pass; what is not written again is gone."""
    KeptFile.objects.update_or_create(
        origin=origin,
        kind="on-call",
        path=path,
        defaults={
            "text": schedule_text(owner=owner), "commit": COMMIT, "digest": owner, "changed_at": at,
            "first_seen_at": at,
        },
    )  # fmt: skip


def sync(*origins: Origin) -> None:
    sync_schedules([f"repository:{origin.pk}" for origin in origins], NOW + HOUR)


def find_owner() -> str:
    (row,) = list_counting_schedules(ANYBODY).filter(ref=REF)
    return row.owner_ref.rpartition("/")[2]


@pytest.mark.parametrize("order", [("b", "a"), ("a", "b")])
def test_of_files_seen_in_one_pass_the_first_by_repository_counts_whichever_worker_was_quicker(
    order: tuple[str, str],
) -> None:
    for name in order:
        origin = make_origin(name)
        write(origin, name)
        sync(origin)
    assert find_owner() == "a"


def test_of_files_in_one_repository_the_first_by_path_counts() -> None:
    origin = make_origin()
    for path in ("z/oncall.yaml", "m/oncall.yaml"):
        write(origin, path[0], path)
        sync(origin)
    assert find_owner() == "m"


def test_what_was_seen_in_an_earlier_pass_stays_until_it_goes_and_does_not_win_it_back() -> None:
    early, late = make_origin("z"), make_origin("a")
    write(early, "early", at=NOW - HOUR)
    write(late, "late")
    sync(early, late)
    assert find_owner() == "early"
    KeptFile.objects.filter(origin=early).delete()
    sync(early)
    assert find_owner() == "late"
    write(early, "early", at=NOW + HOUR)
    sync(early)
    assert find_owner() == "late"


def test_a_schedule_kept_here_keeps_its_name_against_a_file_that_comes_later() -> None:
    make_team("shop")
    row = {"name": "payments", "owner": "shop", "time_zone": "UTC", "layers": []}
    create_schedule(row, NOW - HOUR)
    origin = make_origin()
    write(origin, "payments")
    sync(origin)
    assert find_owner() == "shop"
    contested = list_contested_schedules(ANYBODY)
    assert [(each.kind, is_counting(each)) for each in contested] == [("portal", True), ("git", False)]
    found = get_schedule(ANYBODY, REF)
    assert (found is not None, found and found.kind) == (True, "portal")


def test_nobody_is_on_call_by_what_does_not_count() -> None:
    first, second = make_origin("a"), make_origin("b")
    make_team("second")
    write(first, "first")
    write(second, "second")
    sync(first, second)
    cover = find_covers(ANYBODY, ["group:default/second", REF])
    assert cover["group:default/second"].schedules == ()
    assert [row.owner_ref for row in cover[REF].schedules] == ["group:default/first"]
    assert [item.owner_ref for item in load_snapshot(NOW, (90,)).schedules] == ["group:default/first"]


def test_a_hidden_schedule_counts_too_and_is_not_told() -> None:
    hidden = make_origin("a", make_source("vault", is_restricted=True))
    write(hidden, "hidden")
    shown = make_origin("b", make_source("open"))
    write(shown, "shown")
    sync(hidden, shown)
    assert not list_counting_schedules(ANYBODY).exists()
    assert [(row.owner_ref, is_counting(row)) for row in list_contested_schedules(ANYBODY)] == [
        ("group:default/shown", False)
    ]


def test_files_without_a_name_do_not_contend() -> None:
    for name in ("a", "b"):
        origin = make_origin(name)
        KeptFile.objects.create(
            origin=origin, kind="on-call", path="oncall.yaml", text="{", commit=COMMIT, digest=name, first_seen_at=NOW,
            changed_at=NOW,
        )  # fmt: skip
        sync(origin)
    assert Schedule.objects.filter(ref="").count() == 2
    assert list_contested_schedules(ANYBODY) == []
    assert list_counting_schedules(ANYBODY).count() == 2
