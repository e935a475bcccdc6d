"""The mail itself: text and HTML say the same, nothing is loaded from elsewhere, nothing of others is trusted."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from scoring.actions.report_mails import Mail, MailMaker, compose_mail, name_list
from scoring.models import Finding, FindingEvent, ReportDelivery, ScoreDay, Unknown
from scoring.selectors.report_readers import get_readership
from scoring.selectors.reports import get_report_of
from teams.models import Team
from tests.scoring.reports import DAY, MONDAY, WEEK, WEEK_BEFORE, freeze_team, make_finding

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"https?://[^\s\"<>)]+")


def compose(team: Team, week: str = WEEK) -> Mail:
    readership = get_readership(team.ref)
    found = get_report_of(readership, week) if readership else None
    assert found is not None
    return compose_mail(found)


@pytest.fixture
def eventful(shop: Team) -> Mail:
    """A mail with everything in it."""
    old, done, moved = (make_finding(number, shop) for number in (1, 2, 3))
    ScoreDay.objects.create(
        subject_ref="component:default/shop-web", scorecard="ownership", day_date=(MONDAY - 7 * DAY).date(), value=60,
        completeness=90,
    )  # fmt: skip
    freeze_team(shop, WEEK_BEFORE, MONDAY - 7 * DAY)
    Finding.objects.filter(pk=done.pk).update(state="resolved", resolved_at=MONDAY - DAY)
    FindingEvent.objects.create(finding=done, event="resolved", actor_ref="system", note="Shop has it.", at=MONDAY)
    Finding.objects.filter(pk=moved.pk).update(team_ref="group:default/other")
    for number in range(4, 12):
        make_finding(number, shop)
    until = (MONDAY + 9 * DAY).date()
    make_finding(20, shop, check_id="claims-agree", state="exempted", exempted_until_date=until)
    Unknown.objects.create(
        check_id="owner-does-the-work", subject_ref="component:default/shop-web", reason="No history.", since=MONDAY
    )
    assert old.pk
    freeze_team(shop)
    return compose(shop)


EVERYTHING = (
    "9 findings are open, 8 of them new; 1 was resolved.",
    "Do first",
    "Nobody is named as the owner of c4.",
    "Name the team.",
    "6 more like it",
    "Also new since the last report",
    "Resolved since the last report",
    "Nobody is named as the owner of c2.",
    "Now: Shop has it.",
    "1 finding of the last report now concerns another team",
    "All that is open",
    "No owner declared",
    "more than last time",
    "Exemptions that end soon",
    "It counts again after Wednesday 18 March 2026.",
    "What could not be looked at",
    "Owner does the work",
    "No history.",
    "90 % of what counts could be rated.",
    "2 Mar",
    "This mail goes once a week to the team's address",
)


@pytest.mark.parametrize("told", EVERYTHING)
def test_text_and_html_tell_the_same(eventful: Mail, told: str) -> None:
    plain = " ".join(eventful.text.split())
    shown = " ".join(re.sub(r"<[^>]+>", " ", eventful.html.partition("</head>")[2]).replace("&#x27;", "'").split())
    assert told in plain
    assert told in shown.replace(" .", ".")


def test_text_and_html_lead_to_the_same_places(eventful: Mail) -> None:
    in_html = {address.replace("&amp;", "&") for address in re.findall(r'href="([^"]+)"', eventful.html)}
    in_text = set(ADDRESS.findall(eventful.text))
    assert in_text == in_html
    assert all(address.startswith("http://localhost:") for address in in_html)
    assert len(in_html) > 10


def test_lines_of_text_fit_but_for_addresses(eventful: Mail) -> None:
    too_long = [line for line in eventful.text.splitlines() if len(line) > 72 and "http" not in line]
    assert too_long == []
    assert "\n\n\n\n" not in eventful.text


def test_html_loads_nothing_and_runs_nothing(eventful: Mail) -> None:
    assert re.findall(r"<(script|img|link|iframe|object|form)|@import|url\(|\bon\w+=", eventful.html) == []


def test_styles_stand_in_the_elements_and_what_depends_on_the_screen_in_the_head(eventful: Mail) -> None:
    assert re.search(r'<h1 style="[^"]*color', eventful.html)
    assert "@media (prefers-color-scheme: dark)" in eventful.html
    assert "@media (max-width: 480px)" in eventful.html
    assert len(eventful.html.encode()) < 100_000, "longer mails are cut by some mail programs"


def test_a_first_report_speaks_of_no_last_one(shop: Team) -> None:
    make_finding(1, shop)
    freeze_team(shop)
    mail = compose(shop)
    for text in (mail.text, mail.html):
        assert "last report" not in text
        assert "last time" not in text
        assert "new" not in text.partition("</head>")[2].lower()


def test_a_calm_report_is_short(shop: Team) -> None:
    freeze_team(shop)
    mail = compose(shop)
    assert mail.subject == "Shop, week 11: nothing to do"
    assert "\nThere is nothing to do this week.\n" in mail.text
    assert "\nThis mail goes once a week" in mail.text
    assert len(mail.text.splitlines()) < 12


def test_old_news_carry_a_warning(shop: Team) -> None:
    freeze_team(shop, at=MONDAY + 3 * DAY)
    mail = compose(shop)
    warning = "The checks last ran to their end on 9 March 2026, 05:00 UTC. What follows may be out of date."
    assert warning in " ".join(mail.text.split())
    assert warning in " ".join(mail.html.split())


def test_markup_of_others_is_shown_as_text(shop: Team) -> None:
    make_finding(1, shop, sentence='Nobody owns <script>alert(1)</script> & "b".', remedy="<img src=x onerror=1>")
    freeze_team(shop)
    mail = compose(shop)
    assert "<script" not in mail.html
    assert "<img" not in mail.html
    assert 'Nobody owns <script>alert(1)</script> & "b".' in mail.text


def test_the_same_delivery_gives_the_same_message_every_time(shop: Team) -> None:
    make_finding(1, shop)
    freeze_team(shop)
    delivery = ReportDelivery.objects.get()
    first = MailMaker(WEEK).message(delivery).message()
    make_finding(2, shop)
    again = MailMaker(WEEK).message(delivery).message()
    assert (again["Message-ID"], again["Subject"]) == (first["Message-ID"], first["Subject"])
    parts = zip(first.get_payload(), again.get_payload(), strict=True)
    assert all(one.get_payload() == other.get_payload() for one, other in parts)


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        ("organisation", "<organisation.weekly-report.localhost>"),
        ("group:default/shop", "<group-default-shop.weekly-report.localhost>"),
        ("group:default/a\r\nBcc: b", "<group-default-a-bcc-b.weekly-report.localhost>"),
        ("東京", "<team.weekly-report.localhost>"),
    ],
)
def test_a_list_is_named_in_plain_letters(scope: str, name: str) -> None:
    assert name_list(scope) == name


def test_a_week_is_told_in_the_zone_of_the_settings(shop: Team) -> None:
    freeze_team(shop, at=MONDAY + timedelta(hours=1))
    assert "Week 11, as of Monday 9 March 2026, 08:00 UTC" in compose(shop).text
