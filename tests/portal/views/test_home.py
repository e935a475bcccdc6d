"""Home, and how far a scan is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from catalog.models import Origin, Source
from portal.selectors.home import SERVICES_SHOWN
from scoring.core.registry import get_checks
from scoring.core.topic import Topic
from scoring.models import Finding, Unknown
from tests.portal.organisation import Named, Organisation, count_queries, make_finding, own, sign_in
from tests.scoring.factories import NOW, make_entity, make_origin, make_person, make_source

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]


def read(someone: Named, url: str = "/") -> str:
    return someone.get(url).content.decode()


def test_without_a_source_it_says_what_to_do(administrator: Named) -> None:
    page = read(administrator)
    assert "Nothing to look at yet" in page
    assert 'href="/sources/add"' in page


def test_without_a_source_somebody_who_may_not_add_one_is_told_who_can(org: Organisation, outsider: Named) -> None:
    Source.objects.all().delete()
    page = read(outsider)
    assert "An administrator can add a folder of clones." in page
    assert "/sources/add" not in page


def test_open_findings_stand_under_their_type(owner: Named) -> None:
    page = read(owner)
    assert "Claims disagree" in page
    assert 'href="/findings?state=open&amp;check=claims-agree"' in page
    assert "No owner declared" in page, "a type with none is there too"


def test_a_check_without_words_of_its_own_stands_as_the_statement_that_does_not_hold(
    org: Organisation, owner: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Adding a check touches no page: its title, which says what should be true, is put where it is not."""
    check = replace(get_checks()["claims-agree"], id="new-check", topic=Topic.OTHERS, label="Something new is true")
    monkeypatch.setattr("scoring.selectors.findings.get_checks", lambda: {"new-check": check})
    for place in range(7):
        make_finding(make_entity(f"c{place}"), org.origin, "new-check")
    group = read(owner).partition("Not true everywhere")[2]
    assert "Something new is true <" in group
    assert ">7<" in group


def test_what_could_not_be_told_is_not_shown_as_in_order(org: Organisation, owner: Named) -> None:
    for ref in (org.cart.ref, "component:default/ledger"):
        Unknown.objects.create(check_id="repository-is-claimed", subject_ref=ref, since=NOW, reason="Not looked at.")
    assert "none found; 2 could not be told" in read(owner)


def test_my_teams_come_first(org: Organisation, owner: Named, administrator: Named) -> None:
    page = read(owner)
    assert page.index("My teams") < page.index("Nobody owns it")
    assert "My teams" not in read(administrator)


def test_each_of_my_teams_shows_its_services_and_how_they_stand(
    org: Organisation, owner: Named, outsider: Named
) -> None:
    mine = read(owner).partition('id="my-teams"')[2].partition("</section>")[0]
    assert 'href="/entities/component/default/cart"' in mine
    assert 'aria-label="Score 85 of 100, in doubt"' in mine
    assert 'href="/entities/component/default/vault"' in mine, "her team may read the source it comes from"
    theirs = read(outsider).partition('id="my-teams"')[2].partition("</section>")[0]
    assert 'href="/entities/component/default/ledger"' in theirs
    assert "cart" not in theirs


def test_of_many_services_the_first_are_shown_and_all_are_a_link(org: Organisation, owner: Named) -> None:
    for number in range(30):
        own(make_entity(f"s{number:02}", "shop"), org.shop)
    mine = read(owner).partition('id="my-teams"')[2].partition("</section>")[0]
    assert mine.count('href="/entities/component/') == SERVICES_SHOWN + mine.count("bw-finding-about")
    assert 'href="/services?owner=group%3Adefault/shop">32 services</a>' in mine


def test_an_account_without_a_person_is_told_how_its_teams_come_first(org: Organisation, administrator: Named) -> None:
    stranger = sign_in("stella")
    assert "once an administrator links your account to a person" in read(stranger)
    assert f'href="/accounts/{administrator.account.pk}">your account is linked to a person</a>' in read(administrator)


def test_a_person_in_no_team_is_told_nothing_about_links(org: Organisation) -> None:
    person = make_person("pia", source=org.source)
    assert "links your account" not in read(sign_in("pia", person))


def test_my_teams_ask_for_at_most_three_things(org: Organisation, owner: Named) -> None:
    for number in range(5):
        make_finding(make_entity(f"extra-{number}", "shop"), org.origin)
    mine = read(owner).partition('id="my-teams"')[2].partition("</section>")[0]
    assert mine.count('class="bw-finding-line"') == 3


def test_what_is_hidden_counts_for_nobody_else(org: Organisation, owner: Named, outsider: Named) -> None:
    assert "<b>2</b><span>open findings</span>" in read(owner)
    page = read(outsider)
    assert "<b>1</b><span>open findings</span>" in page
    assert "vault" not in page


def test_a_resolved_finding_needs_nobody(org: Organisation, owner: Named) -> None:
    Finding.objects.update(state="resolved", resolved_at=timezone.now())
    page = read(owner)
    assert "Nothing of yours needs you now." in page
    assert "<b>2</b><span>resolved in 7 days</span>" in page


def test_a_first_scan_shows_how_far_it_is_and_polls(org: Organisation, owner: Named) -> None:
    make_origin("waiting", org.source)
    page = read(owner)
    assert "2 of 3 repositories read" in page
    assert 'hx-get="/progress"' in page


def test_a_repository_that_cannot_be_read_does_not_hold_the_progress_up(org: Organisation, owner: Named) -> None:
    make_origin("unreadable", org.source, scan_error="It is damaged.")
    page = read(owner)
    assert "First scan" not in page
    assert "Repositories that could not be read <" in page


def test_while_a_source_is_listed_for_the_first_time_it_says_so(administrator: Named) -> None:
    make_source("/srv/new")
    assert "Looking for repositories" in read(administrator)


def test_the_end_of_the_scan_loads_the_page_anew(org: Organisation, owner: Named) -> None:
    Source.objects.update(listed_at=timezone.now())
    waiting = make_origin("waiting", org.source)
    assert "HX-Refresh" not in owner.get("/progress").headers
    Origin.objects.filter(pk=waiting.pk).update(scanned_at=timezone.now())
    assert owner.get("/progress").headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("findings", [0, 30])
def test_the_queries_of_the_page_do_not_grow(org: Organisation, owner: Named, findings: int) -> None:
    for number in range(findings):
        make_finding(make_entity(f"extra-{number}", "shop"), org.origin)
    assert count_queries(owner, "/") == [
        *WHO,
        "catalog_origin",  # progress
        "scoring_finding",  # totals: findings
        "teams_team",  # totals: teams
        "catalog_entity",  # totals: services
        "scoring_finding",  # by check
        "catalog_origin",  # what could not be told, of repositories
        "scoring_unknown",  # and of entities
        "teams_team",  # my teams
        "catalog_ownership",  # what they own
        "scoring_finding",  # what is open for them
        "catalog_ownership",  # their services
        "scoring_score",  # how these stand
        "scoring_finding",  # my actions
        "catalog_entity",  # their names
        "teams_team",
        "catalog_origin",  # their evidence
        "scoring_finding",  # newest
        "catalog_entity",  # their names
        "teams_team",
        "catalog_origin",  # their evidence
        "scoring_scoringrun",  # are the checks about to run
        "catalog_descriptor",  # broken files
        "catalog_entity",  # conflicts of my teams
        "catalog_entity",  # conflicts of everybody
        "catalog_rename",  # what looks like a rename
    ]
