"""Handing a mail over: every end is known for what it is. Against a real SMTP server."""

from __future__ import annotations

import socket
from email.message import EmailMessage as ReceivedMessage

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django.fixtures import Settings

from scoring.actions.hand_over import HandOverError, Outcome, Postman
from tests.scoring.mail_server import DROP, HANG, MailServer


def message(to: str = "ada@example.org", text: str = "Hello.\n") -> EmailMultiAlternatives:
    return EmailMultiAlternatives("Hello", text, "Bailiwick <bailiwick@example.org>", [to])


class Before:
    """Counts how often a text was about to be sent."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> None:
        self.calls += 1


def hand_over(expected: Outcome | None = None, says: str = "", before_calls: int = 1) -> None:
    """Hand one message over and check how that ends, and whether the text was announced."""
    before = Before()
    with Postman() as postman:
        if expected is None:
            postman.hand_over(message(), before)
        else:
            with pytest.raises(HandOverError, match=says or None) as error_info:
                postman.hand_over(message(), before)
            assert error_info.value.outcome is expected
    assert before.calls == before_calls


@pytest.fixture
def impatient(settings: Settings) -> None:
    """Whoever says nothing for a second is given up."""
    settings.EMAIL_TIMEOUT = 1


def test_a_yes_is_a_yes(mail_server: MailServer) -> None:
    hand_over()
    (taken,) = mail_server.taken
    assert (taken["Subject"], mail_server.recipients) == ("Hello", ["ada@example.org"])


@pytest.mark.parametrize("step", ["mail", "rcpt"])
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("451 4.7.1 Greylisted", Outcome.LATER), ("421 4.3.2 Busy", Outcome.LATER), ("550 5.1.1 No", Outcome.REFUSED)],
)
def test_a_no_before_the_text(mail_server: MailServer, step: str, answer: str, outcome: Outcome) -> None:
    mail_server.answers = {step: [answer]}
    hand_over(outcome, answer, before_calls=0)
    assert mail_server.seen == []


@pytest.mark.parametrize(
    ("answer", "outcome"), [("452 4.3.1 Disk full", Outcome.LATER), ("554 5.7.1 Spam", Outcome.REFUSED)]
)
def test_a_no_to_the_text_is_known_to_be_one(mail_server: MailServer, answer: str, outcome: Outcome) -> None:
    mail_server.answers = {"text": [answer]}
    hand_over(outcome, answer)
    assert mail_server.taken == []


@pytest.mark.parametrize("step", ["mail", "rcpt"])
@pytest.mark.parametrize("what", [DROP, pytest.param(HANG, marks=pytest.mark.slow)])
def test_a_connection_lost_before_the_text_sent_nothing(
    mail_server: MailServer, impatient: None, step: str, what: str
) -> None:
    mail_server.answers = {step: [what]}
    hand_over(Outcome.LATER, before_calls=0)
    assert mail_server.seen == []


@pytest.mark.parametrize("what", [DROP, pytest.param(HANG, marks=pytest.mark.slow)])
def test_a_connection_lost_after_the_text_leaves_it_open(mail_server: MailServer, impatient: None, what: str) -> None:
    mail_server.answers = {"text": [what]}
    hand_over(Outcome.UNKNOWN)
    assert len(mail_server.seen) == 1


def test_nobody_there_is_no_server(mail_server: MailServer, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.EMAIL_PORT = closed.getsockname()[1]
    hand_over(Outcome.NO_SERVER, "Connection refused", before_calls=0)


@pytest.mark.slow
def test_somebody_silent_is_no_server(mail_server: MailServer, impatient: None, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        hand_over(Outcome.NO_SERVER, "timed out", before_calls=0)


def test_a_refused_sign_in_is_no_servers_verdict_on_the_mail(mail_server: MailServer, settings: Settings) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "bailiwick", "wrong"
    hand_over(Outcome.NO_SERVER, before_calls=0)


def test_many_mails_go_through_one_connection(mail_server: MailServer) -> None:
    with Postman() as postman:
        for name in ("ada", "bob", "cy"):
            postman.hand_over(message(f"{name}@example.org"), Before())
    assert len(mail_server.taken) == 3
    assert mail_server.connections == 1


def test_a_failure_does_not_spoil_the_next_mail(mail_server: MailServer) -> None:
    mail_server.answers = {"text": [DROP], "rcpt": ["", "550 No"]}
    with Postman() as postman:
        for outcome in (Outcome.UNKNOWN, Outcome.REFUSED):
            with pytest.raises(HandOverError) as error_info:
                postman.hand_over(message(), Before())
            assert error_info.value.outcome is outcome
        postman.hand_over(message(), Before())
    assert len(mail_server.taken) == 1


def test_what_is_stopped_at_the_last_moment_sends_no_text(mail_server: MailServer) -> None:
    class StopError(Exception):
        pass

    def stop() -> None:
        raise StopError

    with Postman() as postman:
        with pytest.raises(StopError):
            postman.hand_over(message(), stop)
        postman.hand_over(message("bob@example.org"), Before())
    assert [seen["To"] for seen in mail_server.seen] == ["bob@example.org"]


def test_dots_and_umlauts_arrive_as_they_were(mail_server: MailServer) -> None:
    text = ".\n..\n.hidden\nÄpfel, 東京\n" + "x" * 900 + "\n"
    with Postman() as postman:
        postman.hand_over(message(text=text), Before())
    (taken,) = mail_server.taken
    assert _text(taken) == text.rstrip("\n")


def _text(received: ReceivedMessage) -> str:
    return str(received.get_content()).replace("\r\n", "\n").rstrip("\n")
