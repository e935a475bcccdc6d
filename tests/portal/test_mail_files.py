"""Mail as files: a mail program opens them, nobody else on the machine reads them, and none is there twice."""

from __future__ import annotations

import email
from email.message import EmailMessage as ReadMessage
from email.policy import default
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from pytest_django.fixtures import Settings


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "portal.mail_files.EmailBackend", tmp_path / "mail"
    return tmp_path / "mail"


def send(subject: str = "Shop, week 47: 2 findings open", message_id: str = "<1@example.org>") -> None:
    message = EmailMultiAlternatives(subject, "Äpfel\n", "a@example.org", ["b@example.org"])
    message.extra_headers = {"Message-ID": message_id}
    message.attach_alternative("<p>Äpfel</p>", "text/html")
    assert get_connection().send_messages([message]) == 1


def read(path: Path) -> ReadMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, ReadMessage)
    return message


def test_a_mail_is_a_file_that_mail_programs_open(folder: Path) -> None:
    send()
    (path,) = folder.iterdir()
    assert path.suffix == ".eml"
    assert path.name.startswith("shop-week-47-2-findings-open-")
    message = read(path)
    body = message.get_body(("plain",))
    assert body is not None
    assert (message["To"], message["Message-ID"]) == ("b@example.org", "<1@example.org>")
    assert body.get_content().split() == ["Äpfel"]
    assert b"\r\nSubject: " in path.read_bytes()


def test_nobody_else_reads_it(folder: Path) -> None:
    send()
    (path,) = folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_mail_again_replaces_itself_and_another_does_not(folder: Path) -> None:
    send()
    send()
    assert len(list(folder.iterdir())) == 1
    send(message_id="<2@example.org>")
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("subject", ["../../etc/passwd", "東京", "", "a/b\\c:d", "x" * 500])
def test_a_subject_chooses_no_other_folder(folder: Path, subject: str) -> None:
    send(subject)
    (path,) = folder.iterdir()
    assert path.parent == folder
    assert len(path.name) < 100


def test_a_folder_that_cannot_be_made_is_an_error(folder: Path) -> None:
    folder.write_text("in the way")
    with pytest.raises(OSError, match="mail"):
        send()
