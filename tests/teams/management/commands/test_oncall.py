"""`manage.py oncall --preview`: the vectors' form in and out, clear errors, no database."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

# No test here is allowed a database: pytest-django refuses the connection.
WEEKLY = """\
kind: Schedule
name: payments
title: Payments duty
owner: payments
time_zone: Europe/Berlin
layers:
  - participants: [[ana], [ben]]
    rotation: {start: 2026-03-02T09:00, unit: week, length: 1}
    start: 2026-03-02T09:00
"""


def preview(path: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("oncall", preview=str(path), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def weekly(tmp_path: Path) -> Path:
    path = tmp_path / "oncall.yaml"
    path.write_text(WEEKLY)
    return path


def test_every_vector_comes_out_as_it_is_expected(shared: Path, tmp_path: Path) -> None:
    for vector in json.loads((shared / "oncall/vectors.json").read_text())["vectors"]:
        path = tmp_path / f"{vector['id']}.json"
        path.write_text(json.dumps(vector["schedule"]))
        assert json.loads(preview(path, format="json", **vector["window"])) == vector["expected"], vector["id"]


def test_times_without_offset_are_in_the_zone_of_the_schedule(weekly: Path) -> None:
    shown = json.loads(preview(weekly, format="json", since="2026-03-02", until="2026-03-02T10:00"))
    assert shown == {
        "entries": [{"start": "2026-03-02T08:00:00Z", "end": "2026-03-02T09:00:00Z", "users": ["user:default/ana"]}],
        "gaps": [["2026-03-01T23:00:00Z", "2026-03-02T08:00:00Z"]],
        "coverage_percent": 10.0,
    }


def test_the_timeline_shows_days_gaps_and_loads(weekly: Path) -> None:
    lines = preview(weekly, since="2026-03-02", until="2026-03-16").splitlines()
    assert lines[0] == "Payments duty, owned by group:default/payments"
    assert lines[1] == "Mon 2026-03-02 00:00+0100 to Mon 2026-03-16 00:00+0100, Europe/Berlin"
    assert [line.split() for line in lines if "nobody" in line] == [
        ["00:00+0100", "-", "09:00", "9", "h", "--", "nobody", "--"]
    ]
    assert any("Mon 2026-03-09" in line and line.endswith("user:default/ana") for line in lines)
    assert any(line.startswith("Coverage 97.32 %, 1 gap;") for line in lines)
    assert sum("nights" in line and "weekends" in line for line in lines) == 2


def test_without_a_window_two_weeks_from_today_are_shown(weekly: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time_machine

    with time_machine.travel("2026-03-10T23:30:00Z", tick=False):
        shown = json.loads(preview(weekly, format="json"))
    assert shown["entries"][0]["start"] == "2026-03-10T23:00:00Z"  # 11 March has begun in Berlin
    assert shown["entries"][-1]["end"] == "2026-03-24T23:00:00Z"


def test_one_of_several_schedules_is_chosen_by_name(weekly: Path) -> None:
    weekly.write_text(WEEKLY + "---\n" + WEEKLY.replace("name: payments", "name: nights").replace("ana", "zoe"))
    with pytest.raises(CommandError, match="holds 2 schedules, choose one with --name: payments, nights"):
        preview(weekly)
    assert "user:default/zoe" in preview(weekly, name="nights", since="2026-03-02", until="2026-03-03")
    with pytest.raises(CommandError, match='0 schedules are called "days"'):
        preview(weekly, name="days")


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(WEEKLY.encode())))
    out = io.StringIO()
    call_command("oncall", preview="-", since="2026-03-03", until="2026-03-04", format="json", stdout=out)
    assert json.loads(out.getvalue())["coverage_percent"] == 100.0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"since": "tomorrow"}, '--since: expected a date or time such as .*, found "tomorrow"'),
        ({"since": "2026-03-03", "until": "2026-03-02"}, "the window must end after it starts"),
        ({"since": "0001-01-02", "until": "9999-12-30"}, "the window must lie in the years 1900 to 2200"),
        ({"since": "0001-01-01"}, '--since: "0001-01-01" lies outside the years'),
    ],
)
def test_a_wrong_window_is_one_clear_error(weekly: Path, options: dict[str, str], message: str) -> None:
    with pytest.raises(CommandError, match=message) as caught:
        preview(weekly, **options)
    assert caught.value.returncode == 2


def test_a_wrong_file_is_one_clear_error_that_names_it(weekly: Path, tmp_path: Path) -> None:
    weekly.write_text(WEEKLY.replace("unit: week", "unit: wek"))
    with pytest.raises(CommandError, match=r'oncall\.yaml: line 8: layers\[0\]\.rotation\.unit: "wek" is none of'):
        preview(weekly)
    for path in (tmp_path / "missing.yaml", tmp_path):
        with pytest.raises(CommandError, match=f"{path}: ") as caught:
            preview(path)
        assert caught.value.returncode == 2


def test_gaps_fail_only_where_they_are_asked_to(weekly: Path) -> None:
    preview(weekly, since="2026-03-02", until="2026-03-03")
    with pytest.raises(SystemExit) as caught:
        preview(weekly, since="2026-03-02", until="2026-03-03", fail_on="gaps")
    assert caught.value.code == 1
    preview(weekly, since="2026-03-03", until="2026-03-04", fail_on="gaps")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"preview": "x.yaml", "at": "2026-01-01"}, "--at goes with NAME alone"),
        ({"subject": "payments", "since": "2026-01-01"}, "--since goes with --preview FILE alone"),
        ({"subject": "payments", "until": "2026-01-01"}, "--until goes with --preview FILE alone"),
        ({"subject": "payments", "name": "days"}, "--name goes with --preview FILE alone"),
    ],
)
def test_an_option_that_would_mean_nothing_is_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("oncall", options.pop("subject", ""), **options)
