"""Findings: the list and one of them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from scoring.core.evidence import (
    CommitSeen,
    CommitsEvidence,
    EdgeSeen,
    EdgesEvidence,
    Evidence,
    NumberSeen,
    NumbersEvidence,
    PeopleEvidence,
    PersonSeen,
)
from scoring.models import Finding, FindingEvent
from tests.portal.organisation import OWNER, Named, Organisation, count_queries, make_finding
from tests.scoring.factories import NOW, TIP, make_entity

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
OPEN = "/findings?state=open"


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


def subjects(someone: Named, url: str) -> list[str]:
    """What the sentences of the rows are about."""
    rows = read(someone, url).split("data-row-link")[1:]
    return [part.partition("about ")[2].partition(" ")[0] for part in rows]


def test_an_outsider_gets_404(org: Organisation, outsider: Named, owner: Named) -> None:
    hidden = f"/findings/{org.hidden_finding.pk}"
    assert owner.get(hidden).status_code == 200
    assert outsider.get(hidden).status_code == 404
    assert outsider.get("/findings/999999").status_code == 404


def test_hidden_findings_are_in_no_list_count_or_export(outsider: Named) -> None:
    page = read(outsider, OPEN)
    assert subjects(outsider, OPEN) == ["cart"]
    assert "1 finding<" in page.replace("\n", "")
    exported = outsider.client.get(f"{OPEN}&format=csv").getvalue()
    assert b"vault" not in exported


def test_the_list_begins_with_the_open_ones_and_says_so_in_its_address(owner: Named) -> None:
    assert owner.get("/findings?check=claims-agree").headers["Location"] == "/findings?check=claims-agree&state=open"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=open", ["cart", "vault"]),
        ("state=", ["cart", "old", "vault"]),
        ("state=resolved", ["old"]),
        ("state=open&team=shop", ["cart", "vault"]),
        ("state=open&team=money", []),
        ("state=&team=nobody", ["old"]),
        ("state=&team=::", []),
        ("state=open&check=claims-agree", ["cart", "vault"]),
        ("state=open&check=owner-is-declared", []),
        ("state=open&kind=Component", ["cart", "vault"]),
        ("state=open&kind=api", []),
        ("state=open&q=CART", ["cart"]),
        ("state=open&subject=component:default/vault", ["vault"]),
    ],
)
def test_filters(org: Organisation, owner: Named, query: str, expected: list[str]) -> None:
    make_finding(make_entity("old", "shop"), org.origin, state="resolved", resolved_at=timezone.now(), team_ref="")
    assert sorted(subjects(owner, f"/findings?{query}")) == expected


def test_a_row_leads_to_finding_check_subject_team_and_evidence(org: Organisation, owner: Named) -> None:
    page = read(owner, f"{OPEN}&q=cart")
    for url in (
        f"/findings/{org.finding.pk}",
        "/checks/claims-agree",
        "/entities/component/default/cart",
        "/teams/default/shop",
        f"/repositories/{org.origin.pk}/file?commit={TIP}&amp;path=cart%2Fcatalog-info.yaml&amp;line=7#L7",
    ):
        assert f'href="{url}"' in page


def test_the_page_has_sentence_evidence_remedy_and_history(org: Organisation, owner: Named) -> None:
    for event, at in (("opened", NOW), ("exempted", timezone.now())):
        FindingEvent.objects.create(finding=org.finding, event=event, actor_ref="system", note="until 2027", at=at)
    page = read(owner, f"/findings/{org.finding.pk}")
    assert "<h1>The claims about cart name two teams.</h1>" in page
    assert "shop: cart/catalog-info.yaml, line 7" in page
    assert "Ask both." in page
    history = page.partition("<h2>History</h2>")[2]
    assert history.index("exempted") < history.index("opened"), "what happened last stands first"


def test_every_kind_of_evidence_is_something_to_look_at(org: Organisation, owner: Named) -> None:
    pieces: list[Evidence] = [
        CommitsEvidence("Last commits", org.origin.pk, (CommitSeen(TIP, "Ada", NOW),)),
        PeopleEvidence("Who committed", (PersonSeen("user:default/olga", "Olga O", "twice"), PersonSeen("", "Eve"))),
        EdgesEvidence("Calls", (EdgeSeen(org.cart.ref, "dependsOn", "component:default/gone"),)),
        NumbersEvidence("Commits by team", (NumberSeen("Money", 28, "commits", "group:default/money"),)),
    ]
    Finding.objects.filter(pk=org.finding.pk).update(evidence=[piece.to_json() for piece in pieces])
    page = read(owner, f"/findings/{org.finding.pk}")
    assert f'href="/repositories/{org.origin.pk}/commits/{TIP}"' in page
    assert 'href="/people/default/olga"' in page
    assert "Eve" in page
    assert "not in the catalog" in page
    assert 'href="/teams/default/money"' in page
    assert "28 commits" in page


def test_evidence_in_a_hidden_repository_is_said_to_be_there_and_not_shown(
    org: Organisation, owner: Named, outsider: Named
) -> None:
    evidence = [{**org.finding.evidence[0], "origin_id": org.hidden_origin.pk, "path": "secret/plans.yaml"}]
    Finding.objects.filter(pk=org.finding.pk).update(evidence=evidence)
    for url in (f"/findings/{org.finding.pk}", OPEN):
        page = read(outsider, url)
        assert "plans.yaml" not in page
        assert f"/repositories/{org.hidden_origin.pk}" not in page
    assert "In a repository that you may not see" in read(outsider, f"/findings/{org.finding.pk}")
    assert "plans.yaml" in read(owner, f"/findings/{org.finding.pk}")


def test_a_finding_of_a_check_that_is_gone_is_still_readable(org: Organisation, owner: Named) -> None:
    Finding.objects.update(check_id="a-check-of-former-days")
    assert "a-check-of-former-days" in read(owner, f"/findings/{org.finding.pk}")
    assert "a-check-of-former-days" in read(owner, OPEN)


def test_what_a_repository_wrote_is_shown_and_not_run(org: Organisation, owner: Named) -> None:
    Finding.objects.update(sentence="<script>alert(1)</script>", remedy="<img src=x onerror=alert(1)>")
    for url in (OPEN, f"/findings/{org.finding.pk}", "/", "/entities/component/default/cart"):
        page = read(owner, url)
        assert "<script>alert" not in page
        assert "<img" not in page


def test_a_finding_about_a_repository_leads_to_it(org: Organisation, owner: Named) -> None:
    Finding.objects.filter(pk=org.finding.pk).update(subject_ref=org.origin.ref, subject_kind="repository")
    page = read(owner, f"/findings/{org.finding.pk}")
    assert f'href="/repositories/{org.origin.pk}"' in page


@pytest.mark.parametrize("more", [0, 60])
def test_the_queries_do_not_grow(org: Organisation, owner: Named, more: int) -> None:
    for number in range(more):
        make_finding(make_entity(f"more-{number}", "shop"), org.origin)
    names = ["catalog_entity", "teams_team", "catalog_origin"]
    assert count_queries(owner, OPEN) == [
        *WHO,
        "scoring_finding",  # how many
        "teams_team",  # teams to choose from
        "scoring_finding",  # the page
        *names,
    ]
    assert count_queries(owner, f"/findings/{org.finding.pk}") == [
        *WHO,
        "scoring_finding",
        *names,
        *OWNER,  # of what it is about
        "scoring_findingevent",
    ]
