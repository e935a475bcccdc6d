"""What is wrong with a Team API is said in sentences, with the line and what to write instead."""

from __future__ import annotations

import pytest

from teams.core.teamapi.document import Problem, Severity
from teams.core.teamapi.parse import parse_team_api
from teams.core.teamapi.schema.validation import MOST_PROBLEMS
from teams.core.teamapi.schema.vocabulary import PURPOSES, TEAM_TYPES
from teams.core.teamapi.schema.words import DURATION, IN_WORDS
from tests.teams.core.teamapi.samples import FULL, SMALLEST

QUOTES = "write text; what begins with # must stand in quotes"


def problems(text: str) -> tuple[Problem, ...]:
    return parse_team_api("team-api.yaml", text.encode()).problems


@pytest.mark.parametrize("text", [SMALLEST, FULL], ids=["smallest", "full"])
def test_valid_documents_have_no_problem(text: str) -> None:
    assert problems(text) == ()


@pytest.mark.parametrize(
    "line",
    [
        "type: undefined",
        "x-private: {anything: [goes]}",
        "owns: [{ref: a, x-note: free}]",
        "channels: [{type: other, address: the second desk on the left}]",
        "channels: [{type: email, address: a@b.example, purpose: [questions, requests]}]",
        "channels: [{type: phone, address: '112', responseTime: PT15M}]",
        "reviewEveryDays: 7",
        "versioning: {deprecationNotice: P1Y6M}",
        "provides: [{name: a, availability: 99.95}]",
        "interactions: [{team: Somebody outside, mode: collaboration}]",
        "owns: []",
    ],
)
def test_what_is_allowed_is_not_complained_about(line: str) -> None:
    found = problems(f"{SMALLEST}{line}\n")
    assert [each for each in found if each.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("line", "path", "message", "remedy"),
    [
        ("tpye: platform", "tpye", "tpye is no field of a Team API", "write type"),
        ("ways_of_working: []", "ways_of_working", "ways_of_working is no field of a Team API", "write waysOfWorking"),
        ("zebra: 1", "zebra", "zebra is no field of a Team API", "leave it out, or call it x-zebra"),
        (
            "type: stream aligned",
            "type",
            f'type must be one of {", ".join(TEAM_TYPES)}, not "stream aligned"',
            "write stream-aligned",
        ),
        (
            "channels: [{type: slack}]",
            "channels.0.address",
            "channels.0.address is missing",
            "add address",
        ),
        (
            "channels: [{type: slack, address: a, purpose: [questions, incident]}]",
            "channels.0.purpose.1",
            f'channels.0.purpose.1 must be one of {", ".join(PURPOSES)}, not "incident"',
            "write incidents",
        ),
        (
            "channels: [{type: slack, address: a, purpose: [questions, questions]}]",
            "channels.0.purpose",
            "channels.0.purpose must be a list that says each thing once",
            "say it once",
        ),
        (
            "channels: [{type: slack, address: a, url: nowhere}]",
            "channels.0.url",
            'channels.0.url must be an address with its scheme, such as https://, not "nowhere"',
            "correct the value",
        ),
        (
            "versioning: {deprecationNotice: 90 days}",
            "versioning.deprecationNotice",
            f'versioning.deprecationNotice must be {IN_WORDS[DURATION]}, not "90 days"',
            "write P90D",
        ),
        (
            "reviewed: 2026-02-30",
            "reviewed",
            'reviewed must be a date of the calendar, not "2026-02-30"',
            "correct the value",
        ),
        ("reviewEveryDays: 3", "reviewEveryDays", "reviewEveryDays must be at least 7, not 3", "correct the value"),
        ("identity: {focus: }", "identity.focus", "identity.focus must be text, not empty", QUOTES),
        (
            "channels: [{type: slack, address: }] #x",
            "channels.0.address",
            "channels.0.address must be text, not empty",
            QUOTES,
        ),
        ("owns: [ledger]", "owns.0", 'owns.0 must be a mapping, not "ledger"', "write ref: ledger"),
        (
            "interactions: [Fraud]",
            "interactions.0",
            'interactions.0 must be a mapping, not "Fraud"',
            "write its fields: team, mode",
        ),
        (
            "versioning: semver",
            "versioning",
            'versioning must be a mapping, not "semver"',
            "write its fields: scheme, releaseCadence, deprecationNotice, changelog, notes",
        ),
        ("owns: [{ref: a, repo: b}]", "owns.0.repo", "owns.0.repo is no field of a Team API", "write repository"),
        ("owns: {ref: a}", "owns", "owns must be a list, not a mapping", "write a list"),
        (
            "provides: [{name: a, availability: 100.5}]",
            "provides.0.availability",
            "provides.0.availability must be at most 100, not 100.5",
            "correct the value",
        ),
        (
            "provides: [{name: a, latencyMs: 0}]",
            "provides.0.latencyMs",
            "provides.0.latencyMs must be above 0, not 0",
            "correct the value",
        ),
        (
            "identity: {focus: ''}",
            "identity.focus",
            'identity.focus must be text that says something, not ""',
            "write something, or leave the field out",
        ),
    ],
)
def test_each_fault_is_one_sentence_with_its_line_and_remedy(line: str, path: str, message: str, remedy: str) -> None:
    assert problems(f"{SMALLEST}{line}\n") == (Problem(message, 5, path, Severity.ERROR, remedy),)


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    found = problems("kind: TeamApi\nteam: a b\nowns:\n  - kind: servce\n  - ref: 3\n")
    assert [(each.line, each.path) for each in found] == [
        (1, "apiVersion"),
        (1, "updated"),
        (2, "team"),
        (4, "owns.0.kind"),
        (4, "owns.0.ref"),
        (5, "owns.1.ref"),
    ]


def test_document_with_an_error_is_not_in_force() -> None:
    """Half a document would drop claims in silence; the last good one stays."""
    assert parse_team_api("team-api.yaml", f"{SMALLEST}owms: []\n".encode()).document is None


def test_no_more_problems_than_anybody_reads() -> None:
    many = "".join(f"field{number}: 1\n" for number in range(3 * MOST_PROBLEMS))
    channels = "channels: [" + "{}, " * 3 * MOST_PROBLEMS + "]\n"
    assert len(problems(SMALLEST + channels)) == MOST_PROBLEMS
    assert len(problems(SMALLEST + many)) == MOST_PROBLEMS


def test_long_values_are_cut_in_messages() -> None:
    assert all(len(each.message) < 300 for each in problems(f"{SMALLEST}type: {'long ' * 5000}\n"))
