"""The one clock: the database's, so that workers on hosts with wrong clocks still agree."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection


def database_now() -> datetime:
    """The time the database has, with zone. On SQLite that is this host's clock."""
    if connection.vendor == "sqlite":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)  # noqa: S101  # what PostgreSQL's driver gives for a timestamptz
    return now.astimezone(UTC)
