"""The demo organisation, built once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal.demo.build import DemoReport, build_demo

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoReport:
    """The demo as built for a Saturday."""
    return build_demo(tmp_path_factory.mktemp("demo") / "clones", TODAY)


@pytest.fixture(scope="package")
def clones(demo: DemoReport) -> Path:
    """The folder of its repositories."""
    return demo.target
