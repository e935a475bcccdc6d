"""`manage.py score`: collect facts, run all checks, and say what was found."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

import orjson
from django.core.management.base import BaseCommand

from catalog.core.access import COMMAND
from scoring.actions.everything import score_everything
from scoring.core.scorecards import OWNERSHIP
from scoring.models import Finding, Score, ScoringRun
from scoring.selectors.findings import count_findings_by_check, list_open_findings
from scoring.selectors.scores import list_scores, tell_points


class Command(BaseCommand):
    """Judge everything the catalog knows, now."""

    help = "Collect facts and run all checks now. Exit status 1 with --strict if there are open findings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What `score --help` shows."""
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--strict", action="store_true", help="end with status 1 if there are open findings")

    def handle(self, *_: Any, format: str, strict: bool, **__: Any) -> None:  # noqa: A002  # the option's name
        """Run, print, and end with the status asked for."""
        run = score_everything(self._show_progress)
        findings = list(list_open_findings(COMMAND).order_by("check_id", "subject_ref", "key"))
        scores = list(list_scores(COMMAND))
        if format == "json":
            document = describe(run, findings, scores)
            self.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
        else:
            self._print(run, findings, scores)
        if strict and findings:
            sys.exit(1)

    def _show_progress(self, done: int, total: int, name: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\rReading history {done}/{total} {name[:40]:<40}", ending="\n" if done == total else "")

    def _print(self, run: ScoringRun, findings: Sequence[Finding], scores: Sequence[Score]) -> None:
        for finding in findings:
            self.stdout.write(f"{finding.check_id}: {finding.sentence}")
        if findings:
            self.stdout.write("")
        for score in scores:
            value = "  -" if score.value is None else f"{score.value:3}"
            self.stdout.write(f"{value}  {score.level:<10} {score.completeness:3} % known  {score.subject_ref}")
        self.stdout.write("")
        for check_id, count in count_findings_by_check(COMMAND).items():
            self.stdout.write(f"{count:6}  {check_id}")
        self.stdout.write(
            f"{run.entities} entities judged: {len(findings)} open findings, {run.opened} new, "
            f"{run.resolved} resolved; {run.unknown} answers unknown."
        )


def describe(run: ScoringRun, findings: Sequence[Finding], scores: Sequence[Score]) -> dict[str, Any]:
    """The result as `--format json` prints it."""
    return {
        "run": {"entities": run.entities, "opened": run.opened, "resolved": run.resolved, "unknown": run.unknown},
        "findings": [
            {
                "check": finding.check_id,
                "subject": finding.subject_ref,
                "key": finding.key,
                "team": finding.team_ref,
                "sentence": finding.sentence,
                "remedy": finding.remedy,
                "evidence": finding.evidence,
                "opened_at": finding.opened_at,
            }
            for finding in findings
        ],
        "scores": [
            {
                "subject": score.subject_ref,
                "scorecard": OWNERSHIP.id,
                "value": score.value,
                "level": score.level,
                "completeness": score.completeness,
                "points": points,
            }
            for score, points in zip(scores, tell_points(COMMAND, [score.points for score in scores]), strict=True)
        ],
    }
