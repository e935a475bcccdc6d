"""Who is in a team: what files say, and what a person decided, which counts before them and survives every scan."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.actions.decisions import DecisionError
from catalog.models import PendingChange
from catalog.models.clock import database_now
from scoring.selectors.organisation import load_organisation
from teams.actions.membership_decisions import decide_membership, keep_days_of_memberships, withdraw_membership
from teams.core.membership import Decided, Standing
from teams.models import Membership, MembershipDecision, Person, Team
from tests.catalog.factories import make_source
from tests.catalog.looks import Looks
from tests.repositories import documents

pytestmark = pytest.mark.django_db
WHY = "She helps out."
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def user(name: str, *teams: str) -> str:
    return f"""\
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {{name: {name}}}
spec: {{memberOf: [{", ".join(teams)}]}}
"""


def group(name: str, leads: str = "") -> str:
    return f"""\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {{name: {name}, annotations: {{bailiwick.dev/lead: "{leads}"}}}}
spec: {{type: team, children: []}}
"""


ORGANISATION = documents(group("shop", "ada"), group("money"), user("ada", "shop"), user("bo", "shop"), user("cy"))


@pytest.fixture
def looks() -> Looks:
    """Ada leads Shop, Bo is in it, Cy is in no team."""
    found = Looks(make_source("/srv/clones"), NOW - timedelta(days=1))
    found.look("people", ORGANISATION)
    return found


def members() -> dict[str, bool]:
    rows = Membership.objects.filter(team__name="shop", until=None).order_by("person__name")
    return dict(rows.values_list("person__name", "is_lead"))


def decide(name: str, standing: Standing, *days: date | None, now: datetime = NOW) -> MembershipDecision:
    team, person = Team.objects.get(name="shop"), Person.objects.get(name=name)
    return decide_membership(team, person, Decided(standing, *days), WHY, actor_ref="account:1", now=now)


def look_again(looks: Looks) -> None:
    looks.look("people", f"# touched\n{ORGANISATION.replace('type: team', 'type: squad')}")


@pytest.mark.parametrize(
    ("name", "standing", "expected"),
    [
        ("cy", Standing.MEMBER, {"ada": True, "bo": False, "cy": False}),
        ("cy", Standing.LEAD, {"ada": True, "bo": False, "cy": True}),
        ("bo", Standing.LEAD, {"ada": True, "bo": True}),
        ("bo", Standing.OUT, {"ada": True}),
        ("ada", Standing.MEMBER, {"ada": False, "bo": False}),
        ("ada", Standing.OUT, {"bo": False}),
    ],
)
def test_a_decision_counts_before_the_files_until_it_is_withdrawn(
    looks: Looks, name: str, standing: Standing, expected: dict[str, bool]
) -> None:
    before = members()
    made = decide(name, standing)
    assert members() == expected, "at once"
    look_again(looks)
    assert Team.objects.get(name="shop").type == "squad"
    assert members() == expected, "files that are read again do not take it back"
    withdraw_membership(made.pk, WHY, "account:2", NOW)
    assert members() == before == {"ada": True, "bo": False}


def test_the_snapshot_has_who_was_decided_to_be_in_it(looks: Looks) -> None:
    decide("cy", Standing.MEMBER)
    decide("bo", Standing.OUT)
    present = {(m.team_ref, m.person_ref) for m in load_organisation().memberships if m.until is None}
    assert present == {("group:default/shop", "user:default/ada"), ("group:default/shop", "user:default/cy")}
    pending = PendingChange.objects.filter(subject_ref="group:default/shop")
    assert pending.exists(), "consumers look at the team again"
    assert PendingChange.objects.filter(consumer="scoring").exists()


def test_one_decision_at_a_time_and_the_last_one_counts(looks: Looks) -> None:
    first = decide("cy", Standing.MEMBER)
    decide("cy", Standing.LEAD)
    first.refresh_from_db()
    assert first.ended_by_ref == "account:1"
    assert MembershipDecision.objects.filter(ended_at=None).count() == 1
    assert members()["cy"]


def test_a_decision_begins_and_ends_with_its_days(looks: Looks) -> None:
    decide("cy", Standing.MEMBER, date(2026, 3, 4), date(2026, 3, 5))
    seen = {}
    for day in range(3, 8):
        now = datetime(2026, 3, day, 12, tzinfo=UTC)
        keep_days_of_memberships(now)
        seen[day] = "cy" in members()
    assert seen == {3: False, 4: True, 5: True, 6: False, 7: False}
    row = Membership.objects.get(person__name="cy")
    assert row.since == datetime(2026, 3, 4, tzinfo=UTC), "not when somebody looked"
    ended = MembershipDecision.objects.get()
    assert (ended.ended_by_ref, ended.end_reason) == ("system", "Its last day has passed.")


def test_what_keeps_the_days_tells_nobody_where_nothing_changes(looks: Looks) -> None:
    decide("cy", Standing.MEMBER, date(2026, 3, 1), date(2026, 3, 5))
    assert Membership.objects.get(person__name="cy").since == datetime(2026, 3, 1, tzinfo=UTC)
    PendingChange.objects.all().delete()
    assert keep_days_of_memberships(NOW) == 0
    assert not PendingChange.objects.exists()


def test_who_comes_back_is_not_in_it_twice_at_a_time(looks: Looks) -> None:
    decide("bo", Standing.OUT)
    decide("bo", Standing.MEMBER, date(2026, 2, 1), now=NOW + timedelta(hours=1))
    first, second = Membership.objects.filter(person__name="bo").order_by("pk")
    assert first.until == second.since == NOW


def test_who_left_the_company_is_in_no_team(looks: Looks) -> None:
    decide("cy", Standing.MEMBER)
    looks.look("people", documents(group("shop", "ada"), group("money"), user("ada", "shop"), user("bo", "shop")))
    assert members() == {"ada": True, "bo": False}
    with pytest.raises(DecisionError, match="No file names this person"):
        decide("cy", Standing.LEAD)


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ((date(2026, 3, 9), date(2026, 3, 8)), "before the first"),
        ((None, date(2026, 3, 1)), "passed already"),
    ],
)
def test_days_that_make_no_sense_are_refused(looks: Looks, days: tuple[date | None, date | None], message: str) -> None:
    with pytest.raises(DecisionError, match=message):
        decide("cy", Standing.MEMBER, *days)
    assert not MembershipDecision.objects.exists()


def test_a_decision_is_withdrawn_once_and_with_a_reason(looks: Looks) -> None:
    made = decide("cy", Standing.MEMBER)
    with pytest.raises(DecisionError, match="Say why"):
        withdraw_membership(made.pk, " ", "account:2", NOW)
    withdraw_membership(made.pk, WHY, "account:2", NOW)
    with pytest.raises(DecisionError, match="already"):
        withdraw_membership(made.pk, WHY, "account:2", NOW)


def test_nobody_joins_a_dissolved_team(looks: Looks) -> None:
    Team.objects.filter(name="shop").update(dissolved_at=database_now())
    with pytest.raises(DecisionError, match="dissolved"):
        decide("cy", Standing.MEMBER)
