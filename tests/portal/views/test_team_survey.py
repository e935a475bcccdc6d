"""The survey is the team's own: its people answer and see it; outsiders, administrators and scripts do not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from catalog.core.access import Scope
from portal.actions.tokens import make_token
from portal.models import Account
from teams.actions.survey import answer_survey
from teams.core.teamapi.quarters import quarter_of
from teams.core.teamapi.survey import QUESTIONS
from teams.models import Person, SurveyAnswer
from tests.portal.organisation import Named, Organisation, count_queries, make_member, sign_in

URL = "/teams/default/shop/survey"
ANSWERS = {question.id: "3" for question in QUESTIONS}


def read(someone: Named) -> str:
    response = someone.get(URL)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("person", ["owner", "lead"])
def test_the_people_of_a_team_answer_and_may_change_it(request: pytest.FixtureRequest, person: str) -> None:
    named: Named = request.getfixturevalue(person)
    assert "0 people have answered" in read(named)
    assert named.post(URL, **ANSWERS).status_code == 302
    assert named.post(URL, **(ANSWERS | {"depth": "5"})).status_code == 302
    page = read(named)
    assert "1 person has answered" in page
    assert page.count("checked") == 5
    assert 'name="depth" value="5" required checked' in page


def test_a_teammate_sees_that_somebody_answered_and_not_what(owner: Named, teammate: Named) -> None:
    owner.post(URL, **ANSWERS)
    page = read(teammate)
    assert "1 person has answered" in page
    assert "checked" not in page


@pytest.mark.parametrize("person", ["outsider", "administrator"])
def test_nobody_else_sees_or_answers_it(org: Organisation, request: pytest.FixtureRequest, person: str) -> None:
    named: Named = request.getfixturevalue(person)
    refused = named.get(URL)
    assert refused.status_code == 403
    assert "nobody else can be let in" in refused.content.decode()
    assert named.post(URL, **ANSWERS).status_code == 403
    assert not SurveyAnswer.objects.exists()


def test_an_administrator_who_is_in_the_team_is_one_of_its_people(org: Organisation) -> None:
    chief = sign_in("chief", make_member(org.shop, "chief"), is_staff=True)
    assert chief.post(URL, **ANSWERS).status_code == 302
    assert "1 person has answered" in read(chief)
    assert chief.get("/teams/default/money/survey").status_code == 403


def test_a_script_is_sent_to_sign_in(org: Organisation, owner: Named) -> None:
    _, text = make_token(owner.account, "all", list(Scope), None)
    script = Client(headers={"Authorization": f"Bearer {text}"})
    for response in (script.get(URL), script.post(URL, ANSWERS)):
        assert response.status_code == 302
        assert "/sign-in" in response["Location"]
    assert not SurveyAnswer.objects.exists()


def test_there_is_none_for_a_team_that_is_not_there_or_hidden(org: Organisation, owner: Named) -> None:
    assert owner.get("/teams/default/nope/survey").status_code == 404
    org.shop.dissolved_at = timezone.now()
    org.shop.save()
    assert owner.get(URL).status_code == 404


def test_answers_that_are_missing_are_asked_for_again(owner: Named) -> None:
    response = owner.post(URL, breadth="2", depth="9", tools="x")
    assert response.status_code == 200
    page = response.content.decode()
    assert "needs an answer from 1 to 5" in page
    assert 'name="breadth" value="2" required checked' in page
    assert not SurveyAnswer.objects.exists()


def test_a_form_from_elsewhere_is_refused(owner: Named) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(pk=owner.account.pk))
    assert client.post(URL, ANSWERS).status_code == 403


def test_results_of_former_quarters_are_means_of_three_or_more(org: Organisation, owner: Named) -> None:
    last = quarter_of(timezone.localdate()).plus(-1)
    for number, name in enumerate(("a", "b")):
        answer_survey(org.shop, f"user:default/{name}", last, {each.id: number + 4 for each in QUESTIONS})
    page = read(owner)
    assert "Too few to show" in page
    assert "The load is" not in page
    answer_survey(org.shop, "user:default/c", last, {each.id: 5 for each in QUESTIONS})
    assert "The load is <b>very-high</b>" in read(owner)


def test_the_team_page_leads_its_own_people_to_it(owner: Named, outsider: Named) -> None:
    assert f'href="{URL}"' in owner.get("/teams/default/shop").content.decode()
    assert f'href="{URL}"' not in outsider.get("/teams/default/shop").content.decode()


def test_the_queries_do_not_grow_with_the_answers(org: Organisation, owner: Named) -> None:
    few = count_queries(owner, URL)
    assert few[4:] == ["teams_team", *["teams_surveyanswer"] * 3], "one's own, how many, and former ones"
    now = quarter_of(timezone.localdate())
    for number in range(30):
        person = Person(ref=f"user:default/p{number}")
        answer_survey(org.shop, person.ref, now.plus(-(number % 6)), {each.id: 3 for each in QUESTIONS})
    assert count_queries(owner, URL) == few
