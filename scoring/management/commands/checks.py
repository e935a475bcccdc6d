"""`manage.py checks`: the checks there are, and their documentation."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand

from scoring.core.check_docs import render_docs
from scoring.core.registry import get_checks

DOCS = Path(settings.BASE_DIR) / "docs" / "checks.md"


class Command(BaseCommand):
    """List the checks, or write docs/checks.md from them."""

    help = "List the checks; with --write-docs, write docs/checks.md from their texts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What `checks --help` shows."""
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--write-docs", action="store_true", help="write docs/checks.md")

    def handle(self, *_: Any, format: str, write_docs: bool, **__: Any) -> None:  # noqa: A002  # the option's name
        """List or write."""
        checks = get_checks()
        if write_docs:
            DOCS.write_text(render_docs(checks.values()), encoding="utf-8")
            self.stdout.write(f"Wrote {DOCS}")
        elif format == "json":
            listed = [{"id": c.id, "title": c.title, "subjects": c.subjects, **c.texts} for c in checks.values()]
            self.stdout.write(orjson.dumps(listed, option=orjson.OPT_INDENT_2).decode())
        else:
            width = max(len(check_id) for check_id in checks)
            for check in checks.values():
                self.stdout.write(f"{check.id:<{width}}  {check.title}")
