"""Handing a mail to the mail server, step by step, so that every end is known for what it is.

SMTP (RFC 5321) tells apart what `smtplib.SMTP.sendmail` mixes up: whether the server has seen the text when something
breaks. Before the text nothing was sent, whatever went wrong. After the server's answer to it everything is clear
too. Only between the two nobody knows.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Any, Self, cast

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address

from scoring.core.reports.words import clean_text

LONGEST_ERROR = 300
START_TEXT = 354
_LINE_WITH_DOT = re.compile(rb"(?m)^\.")


class Outcome(StrEnum):
    """Why a mail was not taken."""

    LATER = "not taken now"
    REFUSED = "refused for good"
    NO_SERVER = "no mail server"
    UNKNOWN = "not known whether taken"


class HandOverError(Exception):
    """The mail was not taken, or nobody knows; the message is what the server said."""

    def __init__(self, outcome: Outcome, says: str) -> None:
        super().__init__(clean_text(says, LONGEST_ERROR))
        self.outcome = outcome


class Postman:
    """Hands mails over one by one, all of a round through one connection. Use it in a `with` statement."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def hand_over(self, message: EmailMessage, before_text: Callable[[], None]) -> None:
        """Hand over a mail to one recipient. `before_text` is called when only the text is left to send.

        Returns when the server has taken it. Raises HandOverError, or what `before_text` raises, without a text sent.
        """
        try:
            if isinstance(self._backend, SmtpBackend):
                _send(self._connect(self._backend), message, before_text)
            else:
                _write(self._backend, message, before_text)
        except ValueError as error:  # a line break in a header, an address that cannot be written
            self._drop()
            raise HandOverError(Outcome.REFUSED, f"The mail cannot be written: {error}") from error
        except HandOverError as error:
            if error.__cause__ is None:  # the server said no, and listens
                self._hang_up()
            self._drop()
            raise
        except BaseException:
            self._drop()
            raise

    def _connect(self, backend: SmtpBackend) -> smtplib.SMTP:
        """The connection of the last mail if it still answers, else a new one."""
        if backend.connection is not None and _answers(backend.connection):
            return backend.connection
        self._drop()
        try:
            backend.open()
            server = cast("smtplib.SMTP", backend.connection)
            server.ehlo_or_helo_if_needed()
        except OSError as error:  # smtplib's own errors are OSErrors too
            raise HandOverError(Outcome.NO_SERVER, _say(error)) from error
        return server

    def _drop(self) -> None:
        """Leave without a goodbye: the server may be waiting for a text, or not be there at all."""
        if isinstance(self._backend, SmtpBackend) and self._backend.connection is not None:
            self._backend.connection.close()
            self._backend.connection = None

    def _hang_up(self) -> None:
        """Say goodbye; a goodbye that fails changes nothing."""
        with suppress(OSError):
            self._backend.close()


def _write(backend: BaseEmailBackend, message: EmailMessage, before_text: Callable[[], None]) -> None:
    before_text()
    try:
        backend.send_messages([message])
    except OSError as error:  # a file is there as a whole or not at all
        raise HandOverError(Outcome.NO_SERVER, _say(error)) from error


def _send(server: smtplib.SMTP, message: EmailMessage, before_text: Callable[[], None]) -> None:
    text = _quote(message)
    try:
        _begin(server, message, len(text))
    except OSError as error:
        raise HandOverError(Outcome.LATER, _say(error)) from error
    before_text()
    try:
        server.send(text)
        code, reply = server.getreply()
    except OSError as error:
        raise HandOverError(Outcome.UNKNOWN, _say(error)) from error
    _judge(code, reply, if_garbled=Outcome.UNKNOWN)


def _answers(server: smtplib.SMTP) -> bool:
    try:
        return bool(server.noop()[0] // 100 == 2)  # noqa: PLR2004  # 2xx: yes
    except OSError:
        return False


def _begin(server: smtplib.SMTP, message: EmailMessage, size: int) -> None:
    """Everything up to the text. Raises HandOverError for a no, OSError where the connection breaks."""
    encoding = message.encoding or settings.DEFAULT_CHARSET
    options = [f"SIZE={size}"] if server.has_extn("size") else []
    options += ["BODY=8BITMIME"] if server.has_extn("8bitmime") else []
    _judge(*server.mail(sanitize_address(message.from_email, encoding), options))
    for recipient in message.recipients():
        _judge(*server.rcpt(sanitize_address(recipient, encoding)))
    code, reply = server.docmd("DATA")
    if code != START_TEXT:
        _judge(code, reply)
        raise HandOverError(Outcome.LATER, f"{code} in answer to DATA")


def _quote(message: EmailMessage) -> bytes:
    """The text as it goes over the line: lines that begin with a dot get a second one, a dot alone ends it."""
    text: bytes = cast("Any", message.message()).as_bytes(linesep="\r\n").rstrip(b"\r\n")
    return _LINE_WITH_DOT.sub(b"..", text) + b"\r\n.\r\n"


def _judge(code: int, reply: bytes, if_garbled: Outcome = Outcome.LATER) -> None:
    """Return for a yes. Raises HandOverError for everything else."""
    says = f"{code} {reply.decode('utf-8', 'replace')}"
    match code // 100:
        case 2:
            return
        case 4:
            raise HandOverError(Outcome.LATER, says)
        case 5:
            raise HandOverError(Outcome.REFUSED, says)
    raise HandOverError(if_garbled, says)


def _say(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    return f"{type(error).__name__}: {error}"
