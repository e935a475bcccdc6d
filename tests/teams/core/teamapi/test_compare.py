"""What changed between two versions, in sentences: a new deadline is a change, a moved paragraph is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.core.teamapi.compare import Change, ChangeKind, compare_documents
from teams.core.teamapi.document import Dialect, TeamApiDocument
from teams.core.teamapi.statements import list_statements
from tests.teams.core.teamapi.samples import FULL, SMALLEST, read

BLOCKS = {
    "identity": "identity: {focus: Ships come in, size: 6}",
    "channels": "channels: [{type: slack, address: '#harbour', purpose: questions, responseTime: PT4H}]",
    "owns": "owns: [{ref: component:default/berths, lifecycle: production}]",
    "interactions": "interactions: [{team: Pilots, mode: collaboration, expectedEnd: 2026-12-31}]",
    "work": "work: {next: [{title: Night plans}]}",
}
BASE = SMALLEST + "\n".join(BLOCKS.values())


def sentences(old: str, new: str) -> list[str]:
    return [change.sentence for change in compare_documents(read(old), read(new))]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("size: 6", "size: 7", "The team: size 7 (before: 6)."),
        (", size: 6", "", "The team: size no longer said (before: 6)."),
        ("Ships come in", "Ships leave", "The team: focus Ships leave (before: Ships come in)."),
        ("PT4H", "P1D", "The channel #harbour: response time 1 day (before: 4 hours)."),
        ("purpose: questions, ", "", "The channel #harbour: purpose no longer said (before: questions)."),
        (
            "lifecycle: production",
            "docs: x",
            "The claim to own component:default/berths: lifecycle no longer said (before: production); docs x (new).",
        ),
        (
            "mode: collaboration",
            "mode: facilitating, role: facilitated",
            "The interaction with Pilots: mode facilitating (before: collaboration); role facilitated (new).",
        ),
        (
            "2026-12-31",
            "2027-03-31",
            "The interaction with Pilots: expected end 2027-03-31 (before: 2026-12-31).",
        ),
        (
            "expectedEnd: 2026-12-31",
            "expectedEnd: 2026-12-31, status: ended",
            "The interaction with Pilots: status ended (new).",
        ),
        ("work: {next:", "work: {now:", 'The plan "Night plans": when now (before: next).'),
        (BLOCKS["owns"], "", "Drops the claim to own component:default/berths."),
        (BLOCKS["channels"], "", "Drops the channel #harbour."),
        (BLOCKS["work"], "", 'Drops the plan "Night plans".'),
        (
            BLOCKS["work"],
            BLOCKS["work"] + "\nversioning: {deprecationNotice: P90D}",
            "Says of the versioning: deprecation notice 90 days.",
        ),
        (
            BLOCKS["work"],
            BLOCKS["work"] + "\nprovides: [{name: Berth plan, availability: 99.5}]",
            'Adds the offering "Berth plan": availability 99.5 %.',
        ),
        (
            "updated: 2026-03-01",
            "updated: 2026-03-01\nreviewed: 2026-06-01",
            "The review of the document: reviewed 2026-06-01 (before: 2026-03-01).",
        ),
    ],
)
def test_one_change_is_one_sentence(before: str, after: str, sentence: str) -> None:
    assert BASE.count(before) == 1
    assert sentences(BASE, BASE.replace(before, after)) == [sentence]


@pytest.mark.parametrize(
    "new",
    [
        BASE,
        "# a comment\n" + BASE,
        SMALLEST + "\n".join(reversed(BLOCKS.values())),
        BASE.replace("team: group:default/harbour", "team: Harbour"),
        BASE.replace("component:default/berths", "berths"),
        BASE.replace("#harbour", "#Harbour"),
        BASE.replace("PT4H", '"PT4H"'),
        BASE + "\nreviewEveryDays: 90",
    ],
)
def test_another_way_to_say_the_same_is_no_change(new: str) -> None:
    assert sentences(BASE, new) == []


def test_first_version_adds_everything() -> None:
    changes = compare_documents(None, read(BASE))
    assert {change.kind for change in changes} == {ChangeKind.ADDED}
    assert changes[0] == Change(ChangeKind.ADDED, "identity", "Says of the team: focus Ships come in; size 6.", 0, 5)
    assert compare_documents(read(BASE), None)[0].sentence == "Says nothing more of the team."
    assert compare_documents(None, None) == ()


def test_lines_are_those_of_both_files() -> None:
    (change,) = compare_documents(read(BASE), read("# moved\n" + BASE.replace("PT4H", "P1D")))
    assert (change.old_line, change.new_line, change.part) == (6, 7, "channels")


def test_several_interactions_with_one_team_are_told_apart() -> None:
    two = "interactions: [{team: A, mode: collaboration}, {team: A, mode: facilitating, role: facilitator}]"
    one = "interactions: [{team: A, mode: collaboration}]"
    assert sentences(SMALLEST + two, SMALLEST + one) == ["Drops the interaction with A."]


def test_prose() -> None:
    document = read(SMALLEST)
    assert (
        compare_documents(document, replace(document, prose="x"))[0].sentence == "The text around the fields is added."
    )
    assert (
        compare_documents(replace(document, prose="x"), document)[0].sentence
        == "The text around the fields is removed."
    )
    changed = compare_documents(replace(document, prose="x"), replace(document, prose="y"))
    assert [change.sentence for change in changed] == ["The text around the fields has changed."]


def test_long_values_are_cut() -> None:
    long = SMALLEST + f"identity: {{focus: {'long ' * 5000}}}"
    assert all(len(each) < 300 for each in sentences(BASE, long))


@given(st.sets(st.sampled_from(sorted(BLOCKS))), st.sets(st.sampled_from(sorted(BLOCKS))))
def test_there_and_back(left: set[str], right: set[str]) -> None:
    """What is added one way is dropped the other way, and only documents that say the same have no changes."""
    old = SMALLEST + "\n".join(BLOCKS[name] for name in sorted(left))
    new = SMALLEST + "\n".join(BLOCKS[name] for name in sorted(right))
    there, back = compare_documents(read(old), read(new)), compare_documents(read(new), read(old))
    assert len([c for c in there if c.kind is ChangeKind.ADDED]) == len(
        [c for c in back if c.kind is ChangeKind.REMOVED]
    )
    assert (there == ()) == (left == right)


def test_every_part_of_a_document_is_compared() -> None:
    """A part that no statement speaks of would change unseen."""
    told = " ".join(f"{each.subject} {' '.join(each.facts.values())}" for each in list_statements(read(FULL)))
    for said in ("Nobody waits at sea", "2021-07", "tides", "P1D", "Handbook", "berth", "One word for ship", "roadmap"):
        assert (said if said != "P1D" else "1 day") in told
    empty = TeamApiDocument(Dialect.NATIVE)
    for name in TeamApiDocument.__dataclass_fields__:
        if name not in ("dialect", "team_text", "team_ref", "prose", "lines", "updated_date", "review_every_days"):
            said_of = replace(empty, **{name: getattr(read(FULL), name)})
            assert compare_documents(empty, said_of) != (), name
