"""What every test may ask for."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.repositories import Clones

# The same inputs on every machine and no timing asserted; the search for new ones is `make fuzz`.
settings.register_profile(
    "suite", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")

DATABASE_FIXTURES = {"db", "transactional_db"}
PACKAGES = ("catalog", "teams", "scoring", "portal", "bailiwick")
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party files and vectors beside the project; its tests are skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("../shared is missing: third-party files and vectors are not part of the project")
    return SHARED


@pytest.fixture
def clones(tmp_path: Path) -> Clones:
    """An empty folder of clones."""
    folder = tmp_path / "clones"
    folder.mkdir()
    return Clones(folder)


@pytest.fixture(scope="session")
def httpserver_listen_address() -> tuple[str, int]:
    """Test servers listen at an address rather than a name, on any free port."""
    return ("127.0.0.1", 0)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database: `make check` leaves it to `make test`, which runs it on each database."""
    for item in items:
        is_asked_for = not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
        is_test_case = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
        if is_asked_for or is_test_case or item.get_closest_marker("django_db") is not None:
            item.add_marker("database")


def pytest_collection_finish() -> None:
    """Import the whole project: Hypothesis tries constants of the modules that are loaded, and which these are must
    not depend on the tests that happened to run before.
    """
    for package in PACKAGES:
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            importlib.import_module(module.name)
