"""Kill -9 the worker in the middle of the demo's scan: after a restart the end is that of a calm run."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from functools import partial
from operator import le
from pathlib import Path

import psycopg
import pytest

from tests.bailiwick.installation import Installation, kill_group

pytestmark = pytest.mark.slow

KILL_AFTER_SCANNED = (1, 4, 9)
BEGIN = """
from django.conf import settings
from portal.actions.demo import add_demo
add_demo(settings.VAR / "demo", lambda _: None)
"""
SCANNED = """
from catalog.models import Origin
print("STATE" + str(Origin.objects.exclude(read_digest="").count()))
"""


def begin(installation: Installation, demo: Path | None = None) -> None:
    """Migrate and make the demo's scans due; nobody works them yet."""
    installation.manage("migrate", "-v0")
    if demo is not None:
        (installation.var / "demo").symlink_to(demo)
    installation.manage("shell", "-v0", stdin=BEGIN)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object]:
    """The demo's repositories, and the state after a run that nobody disturbed."""
    installation = Installation(tmp_path_factory.mktemp("calm"))
    begin(installation)
    installation.manage("scan", "--fail-on", "never")
    return installation.var / "demo", installation.state()


@pytest.fixture(params=["sqlite and files", "postgresql and redis"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """An installation of each mode."""
    if request.param == "sqlite and files":
        yield Installation(tmp_path / "var")
        return
    postgres, redis = os.environ.get("POSTGRES_URL"), os.environ.get("REDIS_URL")
    if not postgres or not redis:
        pytest.skip("POSTGRES_URL and REDIS_URL are not set: production mode is not tried")
    name = f"bailiwick_kill_{os.getpid()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        url = postgres.rpartition("/")[0] + f"/{name}"
        yield Installation(tmp_path / "var", {"DATABASE_URL": url, "BAILIWICK_BROKER_URL": redis})
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_killed_workers_lose_and_double_nothing(installation: Installation, calm: tuple[Path, object]) -> None:
    demo, expected = calm
    installation.var.mkdir()
    begin(installation, demo)
    for scanned in KILL_AFTER_SCANNED:
        with installation.worker() as process:
            installation.manage("shell", "-v0", stdin=HINT)
            installation.wait(SCANNED, partial(le, scanned), f"{scanned} scans")
            kill_group(process)
            time.sleep(0.2)
    with installation.worker():
        installation.wait_until_idle()
    assert installation.state() == expected


HINT = """
from catalog.tasks import keep_going
keep_going.delay()
"""
