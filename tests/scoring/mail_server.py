"""A real SMTP server on 127.0.0.1 that answers as it is told."""

from __future__ import annotations

import asyncio
import email
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

#: What a step may do instead of answering.
DROP, HANG = "drop the connection", "say nothing"
TAKEN = "250 Message accepted for delivery"
Answer = Callable[[str], str]


@dataclass
class MailServer:
    """Use it in a `with` statement. `answers` has, by step and then by turn, what is said in place of a yes.

    Steps: `greet`, `mail`, `rcpt`, `text` (when the text has arrived). The last answer of a step is not repeated.
    `refuses` has answers by recipient that are always given. `seen` holds each text that arrived, whatever was said to
    it; `taken` those that were accepted.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    refuses: dict[str, str] = field(default_factory=dict)
    seen: list[EmailMessage] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    is_hanging: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        """Listen."""
        self._loop = asyncio.new_event_loop()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join()

    @property
    def address(self) -> tuple[str, int]:
        host, port = self._socket.getsockname()
        return host, port

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._done = asyncio.Event()
        server = await self._loop.create_server(self._answer_call, sock=self._socket)
        self._ready.set()
        await self._done.wait()
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _answer_call(self) -> SMTP:
        self.connections += 1
        return SMTP(_Handler(self), loop=self._loop, hostname="mail.example.org", enable_SMTPUTF8=False)

    def next_answer(self, step: str) -> str:
        left = self.answers.get(step, [])
        return left.pop(0) if left else ""


class _Handler:
    """aiosmtpd's hooks: each gives the answer to one command."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self, smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._say(smtp, self._server.next_answer("mail")) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        said = self._server.refuses.get(address) or self._server.next_answer("rcpt")
        if not said:
            envelope.rcpt_tos.append(address)
        return await self._say(smtp, said) or "250 OK"

    async def handle_DATA(self, smtp: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content: Any = envelope.content
        message = email.message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self._server.seen.append(message)
        said = self._server.next_answer("text")
        if not said:
            self._server.taken.append(message)
            self._server.recipients.extend(envelope.rcpt_tos)
        return await self._say(smtp, said) or TAKEN

    async def _say(self, smtp: SMTP, said: str) -> str:
        transport: Any = smtp.transport
        if said == DROP:
            transport.abort()
            await asyncio.sleep(3600)
        if said == HANG:
            self._server.is_hanging.set()
            await asyncio.sleep(3600)
        return said
