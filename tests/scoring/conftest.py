"""Fixtures of the tests of scoring."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from scoring.selectors import report_readers
from teams.models import Team
from tests.scoring.mail_server import MailServer
from tests.scoring.reports import HEAD, HOUR, MONDAY, judged, make_reader_team, set_administrators


@pytest.fixture
def head() -> Iterator[str]:
    """The address of the one administrator."""
    wired = list(report_readers._list_administrators)
    set_administrators(HEAD)
    yield HEAD
    report_readers._list_administrators[:] = wired


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A mail server on this machine that mail goes to."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.address
        settings.EMAIL_TIMEOUT = 10
        yield server


@pytest.fixture
def shop(db: None, head: str) -> Team:
    """A team with an address and a Service, judged two hours before Monday 07:00."""
    judged(MONDAY - 2 * HOUR)
    return make_reader_team("shop")
