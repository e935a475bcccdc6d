"""What the pages show of exemptions, and of who changed what when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import ChangeLog, Ownership
from scoring.models import Exemption, Finding
from tests.portal.organisation import Named, Organisation
from tests.portal.views.cases import PAY, Cases
from tests.portal.views.deciding import (
    PAGE,
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
from tests.scoring.factories import NOW

__all__ = ["cases", "lead", "outsider", "owner"]  # fixtures


def test_an_exemption_is_shown_with_who_and_why_and_withdrawn(org: Organisation, lead: Named, outsider: Named) -> None:
    url = f"/findings/{org.finding.pk}"
    assert "Exempt it" in read(lead, url)
    assert "Exempt it" not in read(outsider, url)
    until = (timezone.now() + timedelta(days=30)).date()
    assert lead.post(f"{url}/exempt", reason=WHY, until_date=f"{until}").status_code == 302
    page = read(outsider, url)
    assert (SAID in page, "lena" in page, f"until {until}" in page) == (True, True, True)
    assert "Withdraw the exemption" not in page
    exemption = Exemption.objects.get()
    assert lead.post(f"{url}/exemptions/{exemption.pk}/withdraw", reason="It is not so.").status_code == 302
    assert Finding.objects.get(pk=org.finding.pk).state == "open"
    assert SAID not in read(outsider, url).partition("History")[0]


def test_an_exemption_of_another_finding_is_not_there(org: Organisation, administrator: Named) -> None:
    other = Exemption.objects.create(
        check_id="x", subject_ref="component:default/other", reason="x", until_date=NOW.date(), decided_by_ref="x",
        decided_at=NOW,
    )  # fmt: skip
    url = f"/findings/{org.finding.pk}/exemptions/{other.pk}/withdraw"
    assert administrator.post(url, reason=WHY).status_code == 404


@pytest.mark.parametrize("until", ["2020-01-01", "9999-01-01", "tomorrow", ""])
def test_a_day_that_cannot_be_is_refused_with_a_sentence(org: Organisation, lead: Named, until: str) -> None:
    response = lead.post(f"/findings/{org.finding.pk}/exempt", reason=WHY, until_date=until)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not Exemption.objects.exists()


def test_the_history_tab_tells_who_changed_what_where(cases: Cases, lead: Named, outsider: Named) -> None:
    choose(cases, lead)
    page = read(outsider, f"{PAGE}/history")
    assert "<del>" in page
    assert "spec.owner" in page
    assert "lena" in page
    assert "A scan of first" in page
    origin = cases.looks.origins["second"]
    assert f'href="/repositories/{origin.pk}/file?commit=' in page
    assert f'href="/repositories/{origin.pk}/commits/' in page


@pytest.mark.parametrize(
    ("query", "rows"),
    [("action=added", 1), ("action=changed", 1), ("q=money", 1), ("action=removed", 0), ("field=spec.owner", 1)],
)
def test_the_history_is_filtered_in_the_address(cases: Cases, lead: Named, query: str, rows: int) -> None:
    choose(cases, lead)
    page = read(lead, f"{PAGE}/history?{query}")
    assert f"{rows} change{'' if rows == 1 else 's'}" in page


def test_the_history_has_pages_and_csv(cases: Cases, lead: Named) -> None:
    first = ChangeLog.objects.filter(subject_ref=PAY).latest("pk")
    for _ in range(60):
        first.pk = None
        first.save()
    assert "of 61" in read(lead, f"{PAGE}/history")
    assert "of 61" in read(lead, f"{PAGE}/history?page=2")
    csv = export(lead, f"{PAGE}/history?format=csv")
    assert csv.count(b"\n") == 62


def test_who_owned_it_on_a_day(org: Organisation, owner: Named) -> None:
    Ownership.objects.all().delete()
    for team, since, until in (("shop", 0, 10), ("money", 10, None)):
        Ownership.objects.create(
            subject_ref=org.cart.ref, owner_ref=f"group:default/{team}", confidence=0.8, reasons=[],
            since=NOW + timedelta(days=since), until=NOW + timedelta(days=until) if until else None,
        )  # fmt: skip
    url = "/entities/component/default/cart/history?on="

    def asked(day: str) -> str:
        return read(owner, url + day).partition("Who owned it on a day?")[2].partition('class="bw-tools"')[0]

    assert ("Shop" in asked("2026-03-05"), "Money" in asked("2026-03-05")) == (True, False)
    both = asked("2026-03-12")
    assert both.index("Shop") < both.index("until") < both.index("Money") < both.index("from")
    assert "Money" in asked(f"{timezone.now():%Y-%m-%d}")
    to_come = asked(f"{timezone.now() + timedelta(days=2):%Y-%m-%d}")
    assert ("still to come" in to_come, "Money" in to_come) == (True, False)
    assert "the catalog did not know it yet" in asked("2026-03-01")
    for nonsense in ("yesterday", "2026-13-01", "9999-12-31", "%00"):
        assert "A day is written like" in asked(nonsense)


def test_a_change_that_tells_of_a_restricted_source_is_for_its_readers(
    org: Organisation, owner: Named, outsider: Named
) -> None:
    ChangeLog.objects.create(
        subject_ref=org.cart.ref, action="changed", actor_ref="scan", origin=org.origin, at=NOW,
        former_origin=org.hidden_origin, fields={"spec.owner": ["the hidden team", "shop"]},
    )  # fmt: skip
    url = "/entities/component/default/cart/history"
    assert "the hidden team" in read(owner, url)
    assert "the hidden team" not in read(outsider, url)


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"(error)": ["", "It is cut off."]}, ["its file has an error", "It is cut off."]),
        ({"(error)": ["It is cut off.", ""]}, ["its file is in order again"]),
        ({"(file)": ["a: x.yaml", "b: x.yaml"]}, ["declared in another place, the same as before", "b:"]),
        ({"metadata.tags": [["one", "two"], ["one"]]}, ["</span>two</del>", "and 1 the same"]),
        ({"metadata.title": ["Cart", None]}, ["</span>Cart</del>", "removed"]),
    ],
)
def test_a_change_is_told_in_words(
    org: Organisation, owner: Named, fields: dict[str, object], shown: list[str]
) -> None:
    ChangeLog.objects.create(
        subject_ref=org.cart.ref, action="changed", actor_ref="scan", origin=org.origin, at=NOW, fields=fields
    )
    page = read(owner, "/entities/component/default/cart/history")
    assert [words for words in shown if words not in page] == []
