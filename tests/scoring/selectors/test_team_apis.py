"""The Team API of each team in the Snapshot: the file that counts, and what cannot be read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from catalog.models import Alias, Origin
from scoring.core.snapshot import Snapshot
from scoring.selectors.snapshot import load_snapshot
from teams.actions.survey import answer_survey
from teams.core.teamapi.quarters import Quarter, quarter_of
from teams.core.teamapi.survey import QUESTIONS, LoadBasis, LoadFact
from teams.models import Team
from tests.scoring.factories import NOW, make_entity, make_origin, make_team
from tests.teams.team_apis import COMMIT, keep_team_api, team_api_text

pytestmark = pytest.mark.django_db

PAYMENTS = "group:default/payments"


@pytest.fixture
def origin() -> Origin:
    origin = make_origin(scanned_at=NOW, remote_url="git@git.example.org:Shop/Cart.git")
    make_entity("payments", "", kind="Group", origin=origin)
    make_team("payments", email="payments@example.org")
    Alias.objects.create(scheme="ref", value="group:default/pay", entity_ref=PAYMENTS, valid_from=NOW)
    return origin


def load() -> Snapshot:
    return load_snapshot(NOW, (60, 90))


def test_a_document_and_where_it_stands(origin: Origin) -> None:
    keep_team_api(team_api_text("payments", "cart"), origin)
    kept = load().team_apis[PAYMENTS]
    assert kept.document is not None
    assert [item.ref_text for item in kept.document.owns] == ["cart"]
    shown = kept.shows_line("what it owns", 6)
    assert (shown.origin_id, shown.commit, shown.path, shown.line) == (origin.pk, COMMIT, "team-api.yaml", 6)
    assert (kept.problem, kept.changed_date) == ("", NOW.date())


def test_a_file_that_broke_keeps_what_it_said_and_says_what_is_wrong(origin: Origin) -> None:
    keep_team_api(team_api_text("payments", "cart"), origin)
    keep_team_api("team: group:default/payments\nkind: TeamApi\nowns: 3\n", origin, at=NOW + timedelta(days=1))
    kept = load().team_apis[PAYMENTS]
    assert kept.document is not None
    assert kept.document.owns
    assert kept.problem


def test_a_file_that_never_could_be_read_is_there_with_its_problem(origin: Origin) -> None:
    keep_team_api("apiVersion: teamapi/v1\nkind: TeamApi\nteam: group:default/payments\nowns: 3\n", origin)
    kept = load().team_apis[PAYMENTS]
    assert kept.document is None
    assert kept.problem


def test_of_two_files_the_first_seen_counts_and_a_broken_second_does_not_matter(origin: Origin) -> None:
    keep_team_api(team_api_text("payments", "cart"), origin)
    later = NOW + timedelta(days=1)
    keep_team_api(team_api_text("payments", "till"), origin, path="more/team-api.yaml", at=later)
    keep_team_api("kind: TeamApi\nteam: group:default/payments\nowns: 3\n", origin, path="z/team-api.yaml", at=later)
    kept = load().team_apis[PAYMENTS]
    assert (kept.place.path, kept.problem) == ("team-api.yaml", "")


def test_what_belongs_to_no_team_or_is_gone_is_not_there(origin: Origin) -> None:
    keep_team_api(team_api_text("nobody"), origin, path="n/team-api.yaml")
    gone = make_origin("gone")
    keep_team_api(team_api_text("payments"), gone)
    Origin.objects.filter(pk=gone.pk).update(removed_at=NOW)
    assert load().team_apis == {}


def test_how_much_a_team_carries_by_its_own_word(origin: Origin) -> None:
    more = "reviewed: 2026-04-01\nidentity: {focus: Money, cognitiveLoad: high}\n"
    keep_team_api(team_api_text("payments", more=more), origin)
    load_fact = load().loads[PAYMENTS]
    assert (load_fact.level, load_fact.basis, str(load_fact.as_of_date)) == ("high", LoadBasis.DOCUMENT, "2026-04-01")


def test_a_team_that_does_not_say_how_much_it_carries_has_no_load(origin: Origin) -> None:
    keep_team_api(team_api_text("payments"), origin)
    assert load().loads == {}


def answer_in(quarter: Quarter, *numbers: int) -> None:
    team = Team.objects.get(ref=PAYMENTS)
    for number in numbers:
        given = {question.id: number for question in QUESTIONS}
        answer_survey(team, f"user:default/{number}", quarter, given)


def test_the_last_survey_counts_before_the_word_of_the_team_and_tells_no_more_than_a_level(origin: Origin) -> None:
    keep_team_api(team_api_text("payments", more="identity: {focus: Money, cognitiveLoad: low}\n"), origin)
    before = quarter_of(NOW.date()).plus(-1)
    answer_in(before, 3, 4, 5)
    assert load().loads == {PAYMENTS: LoadFact("high", LoadBasis.SURVEY, before.first_date)}


def test_a_survey_that_goes_on_and_one_of_too_few_stay_with_the_team(origin: Origin) -> None:
    keep_team_api(team_api_text("payments", more="identity: {focus: Money, cognitiveLoad: low}\n"), origin)
    now = quarter_of(NOW.date())
    answer_in(now, 3, 4, 5)
    answer_in(now.plus(-1), 4, 5)
    assert load().loads[PAYMENTS] == LoadFact("low", LoadBasis.DOCUMENT, date(2026, 3, 1))


def test_repositories_have_their_address_and_teams_say_whether_they_can_be_reached(origin: Origin) -> None:
    make_team("silent")
    snapshot = load()
    assert snapshot.repositories[origin.pk].address == "git.example.org/shop/cart"
    assert snapshot.teams[PAYMENTS].is_reachable
    assert not snapshot.teams["group:default/silent"].is_reachable
