"""The example of docs/how-to/add-a-check.md is a check, and its samples are judged as it says."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

from scoring.core.registry import read_check
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome

HOW_TO = Path(settings.BASE_DIR) / "docs" / "how-to" / "add-a-check.md"
NAME = "scoring.core.checks.service_has_a_runbook"


def read_blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)


def run_block(name: str, text: str) -> ModuleType:
    module = ModuleType(name)
    exec(compile(text, name, "exec"), module.__dict__)  # noqa: S102  # our own documentation
    return module


def test_the_example_is_a_check_and_its_samples_are_right(monkeypatch: pytest.MonkeyPatch) -> None:
    check_text, test_text = read_blocks()
    module = run_block(NAME, check_text)
    check = read_check(module)
    assert check.id == "service-has-a-runbook"
    monkeypatch.setitem(sys.modules, NAME, module)
    samples: dict[str, tuple[Snapshot, Outcome]] = run_block("its_test", test_text).SAMPLES
    judged = {name: [verdict.outcome for verdict in check.judge(sample)] for name, (sample, _) in samples.items()}
    assert judged == {name: [expected] for name, (_, expected) in samples.items()}
    assert len(samples) == 5
