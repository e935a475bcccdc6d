"""What is checked, in the words of the checks' own files."""

from __future__ import annotations

from scoring.core.registry import HEADINGS, get_checks
from tests.portal.organisation import Named, count_queries

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]


def test_every_check_has_a_page_with_all_of_its_texts(owner: Named) -> None:
    for check_id, check in get_checks().items():
        page = owner.get(f"/checks/{check_id}").content.decode()
        assert check.title in page
        for heading in HEADINGS:
            assert f"<h2>{heading}</h2>" in page


def test_all_checks_are_listed_with_what_they_found(owner: Named) -> None:
    page = owner.get("/checks").content.decode()
    for check_id in get_checks():
        assert f'href="/checks/{check_id}"' in page
    assert "2 open" in page


def test_an_outsider_counts_what_they_may_see(outsider: Named) -> None:
    assert "1 open finding" in outsider.get("/checks/claims-agree").content.decode()


def test_a_check_that_does_not_exist_is_not_found(owner: Named) -> None:
    assert owner.get("/checks/no-such-check").status_code == 404


def test_the_queries(owner: Named) -> None:
    assert count_queries(owner, "/checks") == [*WHO, "scoring_finding"]
    assert count_queries(owner, "/checks/claims-agree") == [*WHO, "scoring_finding"]
