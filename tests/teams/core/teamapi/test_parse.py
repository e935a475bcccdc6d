"""Whatever stands in a file, reading it gives a document or says what is wrong, and never raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teams.core.teamapi.document import Severity
from teams.core.teamapi.parse import LIMITS, MOST_LINES, parse_team_api
from tests.teams.core.teamapi.reading import test_as_code, test_front_matter, test_template
from tests.teams.core.teamapi.samples import FULL, SMALLEST

BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (letter, letter, b",".join([b"*%c" % (letter - 1)] * 9)) for letter in b"bcdefghi"
)


@pytest.mark.parametrize(
    ("path", "content", "message"),
    [
        ("team-api.yaml", b"", "the file is empty"),
        ("team-api.yaml", b"# nothing\n---\n...\n", "the file is empty"),
        ("team-api.yaml", b"- a\n", "a Team API is a mapping of fields"),
        ("team-api.yaml", b"just text", "a Team API is a mapping of fields"),
        ("team-api.yaml", b"team: \xff\xfe", "the file is not UTF-8"),
        ("team-api.yaml", b"team: a\x00b", "the control character U+0000 is not allowed"),
        ("team-api.yaml", b"[" * 50_000, "nested deeper than"),
        ("team-api.yaml", BOMB, "aliases stand for each other more than"),
        ("team-api.yaml", b"a: 1\na: 2\n", 'the key "a" stands twice'),
        ("team-api.yaml", b"a: .nan\n", "the document holds a number that is none"),
        ("team-api.yaml", SMALLEST.encode() + b"---\n" + SMALLEST.encode(), "the file holds more than one document"),
        ("team-api.yaml", b"---\na: 1\n" * (LIMITS.documents + 1), "more than 20 documents in one file"),
        ("team-api.yaml", b"a" * (LIMITS.file_bytes + 1), "the file has more than 1048576 bytes"),
        ("TEAM_API.md", b"---\nteam: [\n---\n", "did not find"),
        ("TEAM_API.md", b"---\n- a\n---\n", "a Team API is a mapping of fields"),
        ("TEAM_API.md", b"\n" * (MOST_LINES + 1), "the file has more than 20000 lines"),
        ("TEAM_API.md", b"\xff", "the file is not UTF-8"),
        ("TEAM_API.md", b"x\x00", "the control character U+0000"),
        (
            "TEAM_API.md",
            b"<!-- a licence -->\n---\n" + SMALLEST.encode() + b"---\nHi\n",
            "front matter must begin in the",
        ),
        ("TEAM_API.md", b"---\n" + SMALLEST.encode() + b"Hi\n", "front matter must begin in the first line and end"),
        ("TEAM_API.md", b"", "the file answers none of the questions"),
    ],
)
def test_hostile_and_broken_files_are_one_error(path: str, content: bytes, message: str) -> None:
    parsed = parse_team_api(path, content)
    assert parsed.document is None
    assert [each.severity for each in parsed.problems] == [Severity.ERROR]
    assert message in parsed.problems[0].message


def test_fault_in_the_front_matter_has_its_line_in_the_file() -> None:
    parsed = parse_team_api("TEAM_API.md", b"---\nkind: TeamApi\nteam: @x\n---\nProse\n")
    assert [each.line for each in parsed.problems] == [3]
    parsed = parse_team_api("TEAM_API.md", f"---\n{SMALLEST}tpye: platform\n---\nProse\n".encode())
    assert [(each.line, each.path) for each in parsed.problems] == [(6, "tpye")]


SEEDS = [SMALLEST, FULL, f"---\n{FULL}---\n# Prose\n", test_as_code.TEXT, test_front_matter.TEXT]
SEEDS += [test_template.LABELLED, test_template.HEADED]


@settings(max_examples=150)
@given(st.data())
def test_mutated_documents_never_raise(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(SEEDS)).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 40))
        content[start : start + length] = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"", b"\n", b": ", b"- ", b"|"])
        )
        content = content or bytearray(b" ")
    parsed = parse_team_api(data.draw(st.sampled_from(["a.yaml", "a.md"])), bytes(content))
    assert parsed.document is not None or any(each.severity is Severity.ERROR for each in parsed.problems)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        *("teamapi", "team_id", "team_type", "name", "team", "info", "channels", "interactions", "services", "work"),
        *("metadata", "dependencies", "platform", "owns", "meetings", "searchTerms", "apiVersion", "kind", "updated"),
    ]
)


@settings(max_examples=150)
@given(st.dictionaries(FIELDS, VALUES | st.lists(st.dictionaries(FIELDS, VALUES, max_size=3), max_size=2), max_size=6))
def test_known_fields_with_any_value_never_raise(data: dict[str, object]) -> None:
    import orjson

    try:
        content = orjson.dumps(data)
    except orjson.JSONEncodeError:  # an integer beyond 64 bit or half a character
        return
    parsed = parse_team_api("team-api.json", content)
    assert parsed.document is not None or parsed.problems
