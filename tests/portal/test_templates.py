"""What holds for every template: no inline script or style, only icons that are there, vendored files complete."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGES = [path for path in sorted((ROOT / "templates").rglob("*.html")) if "emails" not in path.parts]
SPRITE = (ROOT / "static/vendor/tabler-icons/sprite.svg").read_text()
ICONS = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))
CODE = [*(ROOT / "portal").rglob("*.py")]


def texts() -> str:
    return "\n".join(path.read_text() for path in PAGES)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\sstyle=",
        r"<style",
        r"\son(?:click|load|error|change|submit|input|focus|key\w+|mouse\w+)=",
        r"javascript:",
        r"<script(?![^>]*\ssrc=)",
    ],
)
def test_no_template_holds_what_the_policy_forbids(pattern: str) -> None:
    found = [path.name for path in PAGES if re.search(pattern, path.read_text())]
    assert not found


@pytest.mark.parametrize("pattern", [r'(?:src|href)="https?://', r"\|safe\b", r"autoescape off"])
def test_no_template_loads_from_elsewhere_or_trusts_text(pattern: str) -> None:
    assert not [path.name for path in PAGES if re.search(pattern, path.read_text())]


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    named = set(re.findall(r'(?:<c-icon name|icon)="([a-z0-9-]+)"', texts()))
    named |= set(re.findall(r'"([a-z0-9-]+)", \(', (ROOT / "portal/context.py").read_text()))
    named |= set(re.findall(r': "([a-z0-9-]+)",', (ROOT / "portal/templatetags/portal.py").read_text()))
    assert len(named) > 20
    assert not named - ICONS


def test_every_svg_icon_draws_and_runs_nothing() -> None:
    assert "<script" not in SPRITE
    assert len(ICONS) == SPRITE.count("<symbol")


def test_a_compressed_file_is_the_file_beside_it() -> None:
    compressed = list((ROOT / "static/vendor").rglob("*.gz"))
    assert compressed
    for path in compressed:
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes(), path.name


def test_versions_of_vendored_files_are_written_down() -> None:
    notes = (ROOT / "static/vendor/README.md").read_text()
    for path in (ROOT / "static/vendor").iterdir():
        if path.is_dir():
            assert f"`{path.name}/`" in notes
    assert "Tabler v1.6.1" in (ROOT / "static/vendor/tabler/tabler.min.css").read_text()[:400]
    assert 'version:"2.0.11"' in (ROOT / "static/vendor/htmx/htmx.min.js").read_text()


def test_every_template_component_is_used() -> None:
    everything = texts() + "".join(path.read_text() for path in CODE)
    for path in (ROOT / "templates/components").glob("*.html"):
        assert f"<c-{path.stem}" in everything, path.name
