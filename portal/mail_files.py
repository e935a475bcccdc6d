"""Mail without a mail server: each message becomes a file that any mail program opens."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.text import slugify

LONGEST_SLUG = 80
DIGEST_LENGTH = 8


class EmailBackend(BaseEmailBackend):
    """Writes messages to `settings.EMAIL_FILE_PATH`, one `.eml` file each, readable by nobody else.

    A file is there as a whole or not at all. A message written again under the same Message-ID replaces itself.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them; how many. Raises OSError."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            content: Any = message.message()  # Django's messages know `linesep`, their types do not say so
            _write(folder / name_file(message, str(content["Message-ID"])), content.as_bytes(linesep="\r\n"))
        return len(email_messages)


def list_mail_files() -> list[Path]:
    """The messages that were written; none where mail goes to a server."""
    folder = Path(settings.EMAIL_FILE_PATH) if settings.EMAIL_FILE_PATH else None
    return sorted(folder.glob("*.eml")) if folder is not None and folder.is_dir() else []


def name_file(message: EmailMessage, message_id: str) -> str:
    """What its file is called: the words of the subject, and eight letters that belong to the Message-ID."""
    words = slugify(message.subject)[:LONGEST_SLUG].strip("-") or "mail"
    return f"{words}-{hashlib.sha256(message_id.encode()).hexdigest()[:DIGEST_LENGTH]}.eml"


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.replace(path)
