"""Schedule files in every form they may have; faults name the line."""

from __future__ import annotations

import json

import pytest

from teams.core.oncall import OnCallError
from teams.core.oncall.documents import read_schedule_file

NAMED = b"""\
kind: Schedule
name: payments
owner: payments
time_zone: Europe/Berlin
layers:
  - participants: [[user:default/Ana], [ben, other/cem]]
    rotation: {start: 2026-01-05T09:00, unit: week, length: 1}
overrides:
  - {mode: swap, replaces: ANA, users: [User:ben], start: 2026-02-01, end: 2026-02-02}
"""
WRAPPED = b"""\
apiVersion: bailiwick.dev/v1
kind: Schedule
metadata: {name: nights, namespace: ops, title: Night duty, annotations: {a: b}}
spec:
  owner: group:default/platform
  time_zone: UTC
  layers: [{participants: [[ana]]}]
"""
BARE = {"time_zone": "UTC", "layers": [{"participants": [["Ana Lima"]]}]}


def test_a_named_schedule_has_an_owner_and_people_as_canonical_refs() -> None:
    [document] = read_schedule_file(NAMED)
    assert (document.name, document.namespace, document.owner_ref) == ("payments", "default", "group:default/payments")
    assert document.schedule.list_people() == ("user:default/ana", "user:default/ben", "user:other/cem")
    assert document.schedule.overrides[0].replaces == "user:default/ana"


def test_the_form_may_stand_under_spec_as_in_catalog_files() -> None:
    [document] = read_schedule_file(WRAPPED)
    assert (document.name, document.namespace, document.title) == ("nights", "ops", "Night duty")
    assert document.owner_ref == "group:default/platform"
    assert document.schedule.list_people() == ("user:ops/ana",)


def test_several_documents_are_several_schedules() -> None:
    documents = read_schedule_file(b"---\n" + NAMED + b"---\n" + WRAPPED + b"---\n")
    assert [(document.name, document.line) for document in documents] == [("payments", 1), ("nights", 11)]


@pytest.mark.parametrize("data", [BARE, {"schedule": BARE}, {"id": "x", "schedule": BARE, "window": {}}])
def test_a_bare_schedule_names_people_as_it_likes(data: object) -> None:
    for content in (json.dumps(data), json.dumps(data, indent="\t")):
        [document] = read_schedule_file(content.encode())
        assert (document.name, document.owner_ref) == ("", "")
        assert document.schedule.list_people() == ("Ana Lima",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"kind: Schedule", b"kind: Component", 'line 1: kind: "Component" is none of Schedule'),
        (b"name: payments\n", b"", "line 1: name: is missing"),
        (b"name: payments", b"name: pay ments", 'line 2: name: "pay ments" is no name'),
        (b"owner: payments\n", b"", "line 1: owner: is missing"),
        (b"owner: payments", b"owner: user:ana", 'line 3: owner: expected a group, found "user:ana"'),
        (b"Europe/Berlin", b"Europe/Brelin", 'line 4: time_zone: "Europe/Brelin" is no time zone'),
        (b"[ben,", b"[group:ops,", 'line 6: layers[0].participants[1][0]: expected a user, found "group:ops"'),
        (b"[ben,", b"['user:',", "line 6: layers[0].participants[1][0]: the reference"),
        (b"unit: week", b"unit: weak", 'line 7: layers[0].rotation.unit: "weak" is none of'),
        (b"mode: swap", b"mood: swap", 'line 9: overrides[0]: unknown field "mood"; did you mean "mode"?'),
        (b"overrides:", b"override:", 'line 1: unknown field "override"; did you mean "overrides"?'),
        (b"layers:", b"layers: [", "line 6: "),
        (b"layers:", b"time_zone: UTC\nlayers:", "line 5: "),
    ],
)
def test_a_fault_names_its_line(old: bytes, new: bytes, message: str) -> None:
    content = NAMED.replace(old, new, 1)
    assert content != NAMED
    with pytest.raises(OnCallError) as caught:
        read_schedule_file(content)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"spec:\n", b"specs: 1\nspec:\n", 'line 1: unknown field "specs"; did you mean "spec"?'),
        (b"title: Night", b"titel: Night", 'line 3: metadata: unknown field "titel"; did you mean "title"?'),
        (b"time_zone: UTC", b"time_zone: utc", 'line 6: spec.time_zone: "utc" is no time zone'),
    ],
)
def test_a_fault_in_the_wrapped_form_names_its_line(old: bytes, new: bytes, message: str) -> None:
    with pytest.raises(OnCallError) as caught:
        read_schedule_file(WRAPPED.replace(old, new, 1))
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "content",
    [b"", b"# nothing\n", b"\xff", b"- 1\n", b"a: &a [*a]\n", b"[" * 50_000, b"kind: [Schedule]\n", b"x" * 5_000_000],
)
def test_hostile_files_end_with_one_error(content: bytes) -> None:
    with pytest.raises(OnCallError, match=r"^line \d+: "):
        read_schedule_file(content)
