"""The one clock: the database's, so that workers on hosts with wrong clocks still agree."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import connection
from django.utils import timezone


def database_now() -> datetime:
    """The time the database has, with zone. On SQLite that is this host's clock."""
    if connection.vendor == "sqlite":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)  # noqa: S101  # what PostgreSQL's driver gives for a timestamptz
    return now.astimezone(UTC)


def get_day(at: datetime) -> date:
    """The day it is then where Bailiwick runs: days of decisions begin and end there."""
    return timezone.localdate(at, timezone.get_default_timezone())
