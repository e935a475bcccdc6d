"""The members of a team: who may decide, what a decision reaches, and that what files say stays to be seen."""

from __future__ import annotations

import pytest

from catalog.core.access import PERMISSIONS, Role
from portal.access import build_actor
from portal.models import AuditEvent
from scoring.selectors.organisation import load_organisation
from teams.models import Membership, MembershipDecision, Team
from teams.selectors.teams import list_members
from tests.portal.organisation import Named, Organisation, count_queries
from tests.portal.views.cases import declare_people

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
SHOP, PAGE = "/teams/default/shop", "/teams/default/shop/members"
WHY = "Because <b>we</b> agreed."
ROLES = {
    "owner": Role.MEMBER,
    "teammate": Role.MEMBER,
    "lead": Role.LEAD,
    "outsider": Role.VIEWER,
    "administrator": Role.ADMINISTRATOR,
}


@pytest.fixture(autouse=True)
def _files(org: Organisation, owner: Named, teammate: Named, lead: Named, outsider: Named) -> None:
    """Olga and Tom are in Shop, Lena leads it, Otto is in Money: by files."""
    declare_people()


def read(someone: Named, url: str = PAGE) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


def decide(someone: Named, person: str = "otto", says: str = "member", **more: str) -> int:
    return someone.post(PAGE, person=person, says=says, reason=WHY, **more).status_code


def withdraw(someone: Named, reason: str = WHY) -> int:
    decision = MembershipDecision.objects.latest("pk")
    return someone.post(f"{PAGE}/decisions/{decision.pk}/withdraw", reason=reason).status_code


@pytest.mark.parametrize("name", ROLES)
def test_who_may_decide_is_what_the_table_says(request: pytest.FixtureRequest, lead: Named, name: str) -> None:
    someone: Named = request.getfixturevalue(name)
    may = ROLES[name] in PERMISSIONS["membership", "decide"]
    assert (ROLES[name] in {Role.LEAD, Role.ADMINISTRATOR}) == may
    assert ("Let it hold" in read(someone)) == may
    assert decide(someone) == (302 if may else 403)
    assert MembershipDecision.objects.count() == (1 if may else 0)
    assert decide(lead, "tom", "out") == 302
    assert withdraw(someone) == (302 if may else 403)
    assert MembershipDecision.objects.filter(person__name="tom", ended_at=None).exists() == (not may)


def test_the_lead_of_another_team_decides_nothing_here(outsider: Named) -> None:
    Membership.objects.filter(person__name="otto").update(is_lead=True)
    assert decide(outsider) == 403
    assert decide(outsider, "otto", "lead") == 403


def test_a_decision_gives_and_takes_rights_at_once(org: Organisation, lead: Named, outsider: Named) -> None:
    hidden = "/entities/component/default/vault"
    assert outsider.get(hidden).status_code == 404
    assert decide(lead, "otto", "lead") == 302
    actor = build_actor(outsider.account)
    assert org.shop.ref in actor.team_refs
    assert org.shop.ref in actor.lead_of_refs
    assert outsider.get(hidden).status_code == 200
    assert decide(outsider, "tom", "out") == 302, "who leads a team by a decision decides as well"
    assert withdraw(lead) == 302
    assert decide(lead, "otto", "out") == 302
    assert outsider.get(hidden).status_code == 404
    assert build_actor(outsider.account).team_refs == {"group:default/money"}


def test_it_reaches_the_page_of_the_team_who_can_be_on_call_and_the_snapshot(
    org: Organisation, lead: Named, owner: Named
) -> None:
    assert decide(lead) == 302
    assert decide(lead, "tom", "out") == 302
    names = [str(each.person) for each in list_members(build_actor(owner.account), Team.objects.get(pk=org.shop.pk))]
    assert sorted(names) == ["Lena", "Olga", "Otto"], "of whom the forms for on-call let one choose"
    present = {m.person_ref for m in load_organisation().memberships if m.team_ref == org.shop.ref and not m.until}
    assert present == {f"user:default/{name}" for name in ("lena", "olga", "otto")}
    members = read(owner, SHOP).partition('id="members"')[2].partition("</section>")[0]
    assert "Otto" in members
    assert "is not in the team" in members
    assert "files say: member" in members, "what files say of Tom is not hidden"


def test_both_are_shown_where_a_file_and_a_person_disagree(lead: Named, outsider: Named) -> None:
    assert decide(lead, "tom", "out") == 302
    page = read(outsider)
    assert "is not in the team" in page
    assert "files say: member" in page
    assert "lena" in page
    assert "Because &lt;b&gt;we&lt;/b&gt; agreed." in page
    assert withdraw(lead) == 302
    page = read(outsider)
    assert "Decided before" in page
    assert Membership.objects.filter(person__name="tom", until=None).exists()


def test_each_decision_leaves_a_name_and_what_was_said(lead: Named) -> None:
    assert decide(lead, from_date="2026-01-05") == 302
    assert withdraw(lead) == 302
    made, undone = AuditEvent.objects.filter(action__startswith="membership-").order_by("pk")
    assert made.actor_ref == undone.actor_ref == f"account:{lead.account.pk}"
    assert made.subject == "group:default/shop"
    assert made.detail["person"] == "user:default/otto"
    assert (made.detail["says"], made.detail["from"]) == ("member", "2026-01-05")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"person": "nobody-here"}, "Nobody in the catalog has this ref."),
        ({"person": "user:default/vaughn-vault"}, "Nobody in the catalog has this ref."),
        ({"reason": ""}, "This field is required."),
        ({"until_date": "2020-01-01"}, "Its last day has passed already."),
        ({"says": "boss"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_at_the_field(lead: Named, data: dict[str, str], said: str) -> None:
    response = lead.post(PAGE, **{"person": "otto", "says": "member", "reason": WHY} | data)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not MembershipDecision.objects.exists()


def test_a_decision_is_withdrawn_once_and_only_of_its_own_team(lead: Named, outsider: Named) -> None:
    assert decide(lead) == 302
    decision = MembershipDecision.objects.get()
    elsewhere = lead.post(f"/teams/default/money/members/decisions/{decision.pk}/withdraw", reason=WHY)
    assert elsewhere.status_code == 404
    assert withdraw(lead) == 302
    ended = MembershipDecision.objects.get().ended_at
    assert withdraw(lead) == 302
    assert MembershipDecision.objects.get().ended_at == ended


def test_the_list_has_those_of_the_past_when_asked_for(lead: Named, owner: Named) -> None:
    decide(lead, "tom", "out")
    assert "Tom</a>" not in read(owner, PAGE).partition('id="list"')[2].partition("</table>")[0]
    assert "Tom</a>" in read(owner, f"{PAGE}?state=past").partition('id="list"')[2].partition("</table>")[0]
    csv = b"".join(owner.get(f"{PAGE}?state=past&format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "user:default/tom,Tom,False" in csv
    assert "member,out,lena" in csv
    assert "Nothing fits these filters" in read(owner, f"{PAGE}?q=nobody")


def test_an_outsider_gets_404_for_members_of_a_hidden_team(org: Organisation, owner: Named, outsider: Named) -> None:
    Team.objects.filter(name="money").update(source=org.hidden_origin.source)
    assert owner.get("/teams/default/money/members").status_code == 200
    Membership.objects.filter(person__name="otto").delete()
    assert outsider.get("/teams/default/money/members").status_code == 404


def test_queries_do_not_grow_with_members_and_decisions(lead: Named, owner: Named) -> None:
    for name in ("otto", "tom"):
        decide(lead, name, "lead")
    assert count_queries(owner, PAGE) == [
        *WHO, "teams_team", "teams_membershipdecision", "catalog_edge", "catalog_entity", "portal_account",
        "teams_membershipdecision",  # of those that hold no more there is none
        "teams_membership", "teams_membership", "teams_membershipdecision", "catalog_edge", "catalog_entity",
        "portal_account", "catalog_edge", "catalog_entity",
    ]  # fmt: skip
