"""What the pages of decisions show, what a decision changes at once, and what the pages ask of the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.actions.keepings import purge_removed
from catalog.models import Alias, ChangeLog, Claim, DescriptorChoice, Entity, Keeping, Ownership, Rename
from portal.access import build_actor
from portal.models import AuditEvent
from teams.models import Membership, Team
from tests.portal.organisation import Named, Organisation, count_queries
from tests.portal.views.cases import GONE, NEW, OLD, PAY, Cases
from tests.portal.views.deciding import (
    CONFLICT,
    PAGE,
    REMOVED,
    SAID,
    WHY,
    cases,
    choose,
    export,
    lead,
    outsider,
    owner,
    read,
)
from tests.repositories import component
from tests.scoring.factories import NOW

__all__ = ["cases", "lead", "outsider", "owner"]  # fixtures

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]


def test_a_conflict_shows_both_claimants_side_by_side(cases: Cases, outsider: Named) -> None:
    page = read(outsider, CONFLICT)
    sides = page.partition('class="bw-sides"')[2]
    assert sides.index("first") < sides.index("counts") < sides.index("second"), "the one that counts stands first"
    assert 'href="/teams/default/shop"' in sides
    assert 'href="/teams/default/money"' in sides
    assert "Let this file count" not in page, "an outsider is told who can decide"
    assert "Whoever leads one of the teams involved can decide" in page


def test_the_list_of_conflicts_says_which_counts_and_why(cases: Cases, lead: Named) -> None:
    assert "the first seen" in read(lead, "/conflicts")
    assert "1 conflict" in read(lead, "/conflicts?state=open")
    choose(cases, lead)
    assert "decided" in read(lead, "/conflicts?state=decided")
    assert "Nothing fits these filters" in read(lead, "/conflicts?state=open")
    csv = export(lead, "/conflicts?format=csv")
    assert b"component:default/pay,decided," in csv


def test_a_decision_takes_effect_at_once_and_is_shown_with_name_and_reason(cases: Cases, lead: Named) -> None:
    choose(cases, lead)
    page = read(lead, CONFLICT)
    assert SAID in page
    assert "lena" in page
    assert "Withdraw the decision" in page
    entity = read(lead, PAGE)
    assert "A person decided which one counts" in entity
    assert SAID in entity
    assert "Money" in entity.partition("<nav aria-label")[0], "the owner follows from the file that counts"
    event = AuditEvent.objects.get(action="descriptor-chosen")
    assert (event.subject, event.detail) == (PAY, {"file": "second: catalog-info.yaml", "reason": WHY})


def test_a_decision_survives_a_scan_and_is_withdrawn(cases: Cases, lead: Named) -> None:
    choose(cases, lead)
    cases.looks.look("first", component("pay", "shop", system="checkout"))
    assert cases.looks.in_force(PAY) == "second"
    assert lead.post(f"{CONFLICT}/withdraw", reason="We were wrong.").status_code == 302
    assert cases.looks.in_force(PAY) == "first"
    page = read(lead, CONFLICT)
    assert "We were wrong." in page
    assert "Decisions before" in page
    assert lead.post(f"{CONFLICT}/withdraw", reason="Again.").status_code == 404


def test_what_was_decided_stays_to_be_seen_when_the_conflict_is_over(cases: Cases, lead: Named) -> None:
    choose(cases, lead)
    cases.looks.look("second")
    page = read(lead, CONFLICT)
    assert "there is nothing to decide any more" in page
    assert "declares it no more" in page
    assert "Let this file count" not in page


def test_a_file_that_is_gone_meanwhile_is_refused_with_a_sentence(cases: Cases, lead: Named) -> None:
    gone = cases.contender()
    cases.looks.look("second")
    cases.looks.look("fourth", component("pay", "money"))
    response = lead.post(CONFLICT, descriptor=gone, reason=WHY)
    assert response.status_code == 200
    assert "is not one of the available choices" in response.content.decode()


def test_both_owners_see_the_conflict_on_home_and_team_page(cases: Cases, owner: Named, outsider: Named) -> None:
    for someone, team in ((owner, "shop"), (outsider, "money")):
        assert "pay is declared 2 times" in read(someone, "/")
        assert "pay is declared 2 times" in read(someone, f"/teams/default/{team}")
    DescriptorChoice.objects.create(
        ref=PAY, origin=cases.looks.origins["first"], origin_name="first", path="x", doc_index=0, reason=WHY,
        decided_by_ref="account:0", decided_at=NOW,
    )  # fmt: skip
    assert "pay is declared" not in read(owner, "/"), "once somebody has decided it needs nobody any more"


def test_a_team_that_has_nothing_to_do_with_it_is_left_alone(cases: Cases, outsider: Named) -> None:
    Team.objects.filter(name="money").update(name="money")
    cases.looks.look("second", component("pay", "shop"))
    assert "pay is declared" not in read(outsider, "/")
    assert "Declared several times" in read(outsider, "/")


def test_the_contenders_owner_sees_that_a_hidden_file_counts(
    cases: Cases, org: Organisation, outsider: Named, owner: Named
) -> None:
    cases.looks.look("hidden", component("safe", "shop"), source=org.hidden_origin.source)
    cases.looks.look("open", component("safe", "money"))
    url = "/conflicts/component/default/safe"
    page, repository = read(outsider, url), f"/repositories/{cases.looks.origins['hidden'].pk}"
    assert "A file that you may not see" in page
    assert repository not in page
    assert repository in read(owner, url)
    assert "component:default/safe" in read(outsider, "/conflicts")


def test_a_hidden_contender_is_nobodys_business(cases: Cases, org: Organisation, outsider: Named, owner: Named) -> None:
    cases.looks.look("open", component("safe", "money"))
    cases.looks.look("hidden", component("safe", "shop"), source=org.hidden_origin.source)
    url = "/conflicts/component/default/safe"
    assert owner.get(url).status_code == 200
    assert outsider.get(url).status_code == 404
    assert "safe" not in read(outsider, "/conflicts")
    assert "Decide which" not in read(outsider, "/entities/component/default/safe")


def test_a_rename_is_proposed_confirmed_and_leads_on(cases: Cases, lead: Named, outsider: Named) -> None:
    page = read(lead, "/renames")
    assert "Looks like a rename" in page
    assert OLD in page
    assert "It is the same" not in read(outsider, "/renames")
    assert lead.post(f"/renames/{cases.rename.pk}/confirm", reason=WHY).status_code == 302
    for tab in ("", "/relations", "/history"):
        response = outsider.get(f"/entities/component/default/till-of-old{tab}")
        assert (response.status_code, response.headers["Location"]) == (301, f"/entities/component/default/till{tab}")
        assert "no-cache" in response.headers["Cache-Control"], "a rename can be taken back"
    assert SAID in read(lead, "/renames")
    assert "Former ref" in read(lead, "/entities/component/default/till/history")


def test_search_finds_what_is_renamed_by_its_old_name(cases: Cases, lead: Named) -> None:
    assert 'href="/entities/component/default/till"' not in read(lead, "/search?q=ancient&part=1")
    lead.post("/renames/add", old_ref="component:default/ancient", new_ref=NEW, reason=WHY)
    assert 'href="/entities/component/default/till"' in read(lead, "/search?q=ancient&part=1")


def test_an_old_team_leads_to_the_new_one(cases: Cases, administrator: Named) -> None:
    assert administrator.get("/teams/default/lost").status_code == 200, "it was dissolved"
    administrator.post("/renames/add", old_ref="group:default/lost", new_ref="group:default/shop", reason=WHY)
    response = administrator.get("/teams/default/lost")
    assert (response.status_code, response.headers["Location"]) == (301, "/teams/default/shop")


def test_a_declined_proposal_is_gone_and_can_be_reconsidered(cases: Cases, lead: Named) -> None:
    lead.post(f"/renames/{cases.rename.pk}/decline", reason=WHY)
    page = read(lead, "/renames")
    assert "Looks like a rename" not in page
    assert "something else" in page
    lead.post(f"/renames/{cases.rename.pk}/withdraw", reason="Perhaps.")
    assert "holds no more" in read(lead, "/renames")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (PAY, "component:default/ledger", "is in use"),
        (OLD, "component:default/vault", "The catalog has no"),
        (OLD, "till", "needs its kind"),
    ],
)
def test_a_rename_that_cannot_be_is_refused_with_a_sentence(
    cases: Cases, outsider: Named, old: str, new: str, says: str
) -> None:
    Membership.objects.update(is_lead=True)
    response = outsider.post("/renames/add", old_ref=old, new_ref=new, reason=WHY)
    assert response.status_code == 200
    assert says in response.content.decode()
    assert not Alias.objects.filter(scheme="ref").exists()


def test_what_a_file_says_is_withdrawn_in_the_file(cases: Cases, lead: Named) -> None:
    Rename.objects.update(state="confirmed", basis="descriptor")
    assert "Withdraw" not in read(lead, "/renames")
    response = lead.client.post(f"/renames/{cases.rename.pk}/withdraw", {"reason": WHY}, follow=True)
    assert "take the old name out of its file" in response.content.decode()


def test_what_was_removed_is_listed_shown_and_brought_back(cases: Cases, lead: Named, outsider: Named) -> None:
    assert GONE in read(outsider, "/removed")
    page = read(outsider, REMOVED)
    assert "&quot;owner&quot;: &quot;shop&quot;" in page, "what it said last"
    assert "removed: no file declares it any more" in page
    assert "Whoever leads the team that owned it last" in page
    assert lead.post(REMOVED, reason=WHY).status_code == 302
    entity = read(outsider, "/entities/component/default/gone-service")
    assert "No file declares it any more." in entity
    assert SAID in entity
    assert "lena" in entity
    assert GONE not in read(outsider, "/removed").partition('id="list"')[2]
    assert "Kept by people" in read(outsider, "/removed")


def test_an_address_of_something_removed_tells_what_became_of_it(cases: Cases, outsider: Named) -> None:
    page = read(outsider, "/entities/component/default/gone-service/relations", 404)
    assert "gone-service is not in the catalog any more" in page
    assert f'href="{REMOVED}"' not in page


def test_of_what_was_forgotten_it_is_still_told_that_it_was(cases: Cases, outsider: Named) -> None:
    purge_removed(timezone.now() + timedelta(days=31))
    page = read(outsider, "/entities/component/default/gone-service?on=2020-01-01", 404)
    assert "What it said was forgotten after 30 days." in page
    assert "forgotten: what it said is not known any more" in page
    assert "Nobody: it was first seen on" in page
    assert "Bring it back" not in page
    assert outsider.get(REMOVED).status_code == 404


def test_letting_go_removes_it_again(cases: Cases, administrator: Named) -> None:
    administrator.post(REMOVED, reason=WHY)
    administrator.post(f"/kept/{Keeping.objects.get().pk}/let-go", reason="Switched off.")
    assert administrator.get("/entities/component/default/gone-service").status_code == 404
    assert GONE in read(administrator, "/removed").partition('id="list"')[2]


def test_what_was_removed_from_a_restricted_source_is_for_its_readers(
    org: Organisation, owner: Named, outsider: Named
) -> None:
    Entity.objects.filter(pk=org.vault.pk).update(removed_at=timezone.now())
    url = "/removed/component/default/vault"
    assert owner.get(url).status_code == 200
    assert outsider.get(url).status_code == 404
    assert outsider.get("/entities/component/default/vault").status_code == 404
    assert "vault" not in read(outsider, "/removed")


def test_a_person_decides_an_owner_and_the_ledger_says_so(cases: Cases, lead: Named, outsider: Named) -> None:
    choose(cases, lead)
    assert "Decide who owns it" in read(lead, f"{PAGE}/ownership")
    assert "Decide who owns it" not in read(outsider, f"{PAGE}/ownership")
    lead.post(f"/owner-decisions/add?subject={PAY}", team_ref="group:default/shop", reason=WHY)
    current = Ownership.objects.get(subject_ref=PAY, until=None)
    assert (current.owner_ref, current.confidence) == ("group:default/shop", 1.0)
    page = read(outsider, f"{PAGE}/ownership")
    assert "A person decided" in page
    assert SAID in page
    assert "The claims disagree" in page, "the file is not overridden in silence"
    assert "Owner" in read(outsider, f"{PAGE}/history?action=decided")
    claim = Claim.objects.get(basis="person", ended_at=None)
    lead.post(f"/owner-decisions/{claim.pk}/withdraw", reason="No.")
    assert Ownership.objects.get(subject_ref=PAY, until=None).owner_ref == "group:default/money"
    assert ChangeLog.objects.filter(subject_ref=PAY).latest("pk").fields["(owner)"] == ["group:default/shop", None]


def test_a_second_decision_takes_the_place_of_the_first(cases: Cases, administrator: Named) -> None:
    for team in ("shop", "money"):
        administrator.post(f"/owner-decisions/add?subject={PAY}", team_ref=f"group:default/{team}", reason=WHY)
    said = Claim.objects.filter(basis="person", subject_ref=PAY).order_by("pk")
    assert [(row.owner_text, row.ended_at is None) for row in said] == [
        ("group:default/shop", False), ("group:default/money", True),
    ]  # fmt: skip


def test_a_repository_nobody_declares_can_be_claimed(org: Organisation, administrator: Named) -> None:
    url = f"/owner-decisions/add?subject={org.origin.ref}"
    assert "Who owns shop?" in read(administrator, url)
    response = administrator.post(url, team_ref="group:default/money", reason=WHY)
    assert response.headers["Location"] == f"/repositories/{org.origin.pk}"
    assert Ownership.objects.get(subject_ref=org.origin.ref, until=None).owner_ref == "group:default/money"


def test_a_decision_about_something_hidden_is_hidden(org: Organisation, administrator: Named, outsider: Named) -> None:
    administrator.post(f"/owner-decisions/add?subject={org.vault.ref}", team_ref="group:default/money", reason=WHY)
    claim = Claim.objects.get(basis="person")
    assert not Claim.objects.visible_to(build_actor(outsider.account)).filter(pk=claim.pk).exists()
    assert outsider.post(f"/owner-decisions/{claim.pk}/withdraw", reason=WHY).status_code == 404


@pytest.mark.parametrize("more", [0, 12])
def test_the_queries_of_the_pages_do_not_grow(cases: Cases, lead: Named, administrator: Named, more: int) -> None:
    choose(cases, lead)
    for number in range(more):
        cases.looks.look(f"more-{number}", component(f"pay-{number}", "shop"))
        cases.looks.look(f"again-{number}", component(f"pay-{number}", "money"))
        cases.looks.look("removing", component(f"removed-{number}", "shop"))
        cases.looks.look("removing", {"x.yaml": component(f"kept-{number}", "shop")})
    bound = ["catalog_entity", "catalog_alias", "catalog_edge"]
    assert count_queries(lead, "/conflicts") == [
        *WHO,
        "teams_schedule",  # schedules of one name
        "catalog_entity",  # how many
        "catalog_entity",  # the page
        "catalog_descriptor",  # all claimants
        *bound,  # whom they name
        "catalog_ownership",  # whose repositories they stand in
        "catalog_descriptor",  # claimants that may be seen
        "catalog_descriptorchoice",
        "catalog_entity",  # names
        "teams_team",
        "portal_account",  # who decided
    ]
    assert count_queries(lead, "/removed") == [
        *WHO,
        "catalog_keeping",
        "catalog_entity",  # kinds to choose from
        "catalog_entity",  # how many
        "catalog_entity",  # the page
        "catalog_changelog",  # how each went
        "catalog_ownership",  # whose it was
        "catalog_alias",  # what it is called now
        "catalog_entity",  # names
        "teams_team",
    ]
    assert count_queries(lead, "/renames")[:6] == [*WHO, "catalog_rename", "catalog_ownership"]
    assert len(count_queries(lead, "/renames")) <= len(WHO) + 6
    assert count_queries(lead, f"{PAGE}/history")[-5:] == [
        "catalog_changelog",  # how many
        "catalog_changelog",  # what to choose from
        "portal_account",  # by name
        "catalog_changelog",  # the page
        "portal_account",  # by whom
    ]
