"""`manage.py report` prints what would be sent, and sends once."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import orjson
import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from catalog.models.clock import database_now
from scoring.models import ReportDelivery, ReportState
from scoring.selectors.reports import get_week
from teams.models import Team
from tests.scoring.mail_server import MailServer
from tests.scoring.reports import DAY, MONDAY, WEEK, freeze_team, make_finding, make_reader_team

pytestmark = pytest.mark.django_db


def call(*arguments: str) -> str:
    output = StringIO()
    call_command("report", *arguments, stdout=output)
    return output.getvalue()


def test_it_prints_how_the_organisation_stands_and_sends_nothing(shop: Team) -> None:
    make_finding(1)
    printed = call()
    assert "The organisation: weekly ownership report\n" in printed
    assert "1. Nobody is named as the owner of c1.\n   Name the team.\n   http://localhost:" in printed
    assert (ReportState.objects.count(), ReportDelivery.objects.count()) == (0, 0)


@pytest.mark.parametrize("written", ["shop", "group:default/shop", "default/SHOP"])
def test_a_team_is_found_by_name_and_by_ref(shop: Team, written: str) -> None:
    assert call("--team", written).startswith("Shop: weekly ownership report\n")


def test_a_report_that_was_made_is_printed_as_it_was(shop: Team) -> None:
    finding = make_finding(1, shop)
    freeze_team(shop)
    finding.delete()
    assert "1 finding is open." in call("--team", "shop", "--week", WEEK)


def test_html_and_json(shop: Team) -> None:
    finding = make_finding(1, shop)
    assert "<h1" in call("--team", "shop", "--format", "html")
    data = orjson.loads(call("--team", "shop", "--format", "json"))
    assert (data["scope"], data["open"], data["news"]) == (shop.ref, 1, None)
    assert data["first"][0]["url"].endswith(f"/findings/{finding.pk}")
    assert data["score"]["value"] == 80


def test_json_tells_the_news(shop: Team) -> None:
    make_finding(1, shop)
    freeze_team(shop, "2026-W10", MONDAY - 7 * DAY)
    for number in range(2, 7):
        make_finding(number, shop)
    freeze_team(shop)
    data = orjson.loads(call("--team", "shop", "--week", WEEK, "--format", "json"))
    assert (data["news"]["new"], len(data["news"]["also_new"]), data["headline"]) == (
        5,
        2,
        "6 findings are open, 5 of them new.",
    )


def test_it_sends_once(shop: Team, mail_server: MailServer) -> None:
    assert call("--team", "shop", "--send") == "1 sent, 0 to be tried again, 0 refused.\n"
    assert call("--team", "shop", "--send", "--week", get_week(database_now())).startswith("1 sent")
    assert mail_server.recipients == ["shop@example.org"]


def test_it_ends_with_status_1_where_a_mail_could_not_be_sent(shop: Team, mail_server: MailServer) -> None:
    mail_server.answers = {"rcpt": ["550 no"]}
    with pytest.raises(SystemExit) as exit_info:
        call("--team", "shop", "--send")
    assert exit_info.value.code == 1
    assert call("--team", "shop", "--send").startswith("1 sent"), "asked again, it is tried again"


def test_without_a_reader_it_says_why(shop: Team) -> None:
    make_reader_team("mute", email="")
    says = "Nobody to send it to: neither Mute nor any of its members has an e-mail address.\n"
    assert call("--team", "mute", "--send") == says


def test_without_anything_to_tell_it_says_so(shop: Team) -> None:
    Team.objects.create(
        ref="group:default/idle", name="idle", email="i@example.org", source=shop.source, first_seen_at=MONDAY
    )
    assert call("--team", "idle", "--send") == "There is nothing to tell, so nobody gets a mail.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--team", "nobody"], "The catalog knows no team group:default/nobody."),
        (["--team", "a:/"], "empty part"),
        (["--week", "47"], "write it as 2026-W47"),
        (["--week", "2020-W01"], "There is no report on organisation of 2020-W01."),
        (["--week", "2020-W01", "--send"], "can be sent"),
    ],
)
def test_what_does_not_exist_is_named(shop: Team, arguments: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says) as error_info:
        call(*arguments)
    assert error_info.value.returncode == 2


def test_without_smtp_it_writes_a_file(shop: Team, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "portal.mail_files.EmailBackend", tmp_path
    call("--team", "shop", "--send")
    assert len(list(tmp_path.glob("*.eml"))) == 1
