"""Problems as people, scripts, code scanning and pull requests get them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import catalog.core
from catalog.core.descriptors import ParseOptions, parse_file
from catalog.core.locations import TARGET_MISSING
from catalog.core.validation import (
    CheckedFile,
    Severity,
    check_together,
    list_problems,
    render_github,
    render_json,
    render_sarif,
    render_text,
    worst,
)
from catalog.core.validation.rules import RULES
from catalog.core.validation.text import printable

SOUND = "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata:\n  name: books\nspec:\n  owner: tally\n"
WARNED = SOUND.replace("tally", "user:ana")
BROKEN = SOUND.replace("name: books", "name: two words")
SKELETON = SOUND.replace("books", "${{ values.name }}")


def check(text: str, name: str = "catalog-info.yaml", repository: str = "") -> CheckedFile:
    content = text.encode("utf-8", "surrogateescape")
    return CheckedFile(name, parse_file(name, content), text.split("\n"), repository)


def test_text_marks_the_line_and_says_what_to_do() -> None:
    assert list(render_text([check(WARNED)])) == [
        "catalog-info.yaml:6: warning: the owner user:ana is a person [owner-is-user]",
        "     6 |   owner: user:ana",
        "       |   ^^^^^^^^^^^^^^^",
        "       = name the team, as in group:default/team: people leave, teams stay",
        "",
        "1 file, 1 document: 0 errors, 1 warning",
    ]


def test_text_counts_what_is_left_alone_and_shows_it_when_asked() -> None:
    assert list(render_text([check(SKELETON)])) == ["1 file, 1 document: 0 errors, 0 warnings, 1 left alone"]
    shown = list(render_text([check(SKELETON)], with_notes=True))
    assert shown[0] == (
        "catalog-info.yaml:1: note: an unrendered template of a descriptor, left alone [template-skeleton]"
    )


def test_a_file_without_a_problem_is_only_counted() -> None:
    assert list(render_text([check(SOUND), check("")])) == ["2 files, 1 document: 0 errors, 0 warnings"]


@pytest.mark.parametrize("hostile", ["\x1b[31mred", "a\u202eb", "a\nb", "\udcff", "\x9b2J"])
def test_nothing_from_a_file_moves_the_cursor_or_turns_the_text(hostile: str) -> None:
    shown = printable(hostile)
    assert shown.isprintable()
    assert shown.isascii()


def test_names_of_files_are_as_harmless_as_their_content() -> None:
    for line in render_text([check(BROKEN, "x\x1b]0;y\x07/catalog-info.yaml")]):
        assert line.isprintable()


def test_json_has_a_line_for_each_document_with_the_names_of_the_oracle() -> None:
    lines = [json.loads(line) for line in render_json([check(f"{SOUND}---\n---\n{BROKEN}")])]
    assert [(line["docIndex"], line["ok"], line["stage"], line["entityRef"]) for line in lines] == [
        (0, True, None, "system:default/books"),
        (2, False, "policy", "system:default/two words"),
    ]
    assert lines[0]["relations"] == [
        {"type": "ownedBy", "source": "system:default/books", "target": "group:default/tally"},
        {"type": "ownerOf", "source": "group:default/tally", "target": "system:default/books"},
    ]
    assert (lines[0]["file"], lines[0]["line"], lines[1]["errorLine"]) == ("catalog-info.yaml", 1, 12)
    assert "two words" in lines[1]["error"]


def test_json_treats_an_entity_without_a_good_owner_as_backstage_does() -> None:
    [line] = map(json.loads, render_json([check(f"{SOUND}  domain: x\n".replace("tally", "''"))]))
    assert (line["ok"], line["stage"], line["relations"]) == (False, "kind-schema", [])


def test_json_tells_warnings_with_line_and_remedy() -> None:
    [line] = map(json.loads, render_json([check(WARNED)]))
    [warning] = line["warnings"]
    assert warning.keys() == {"code", "message", "remedy", "line"}
    assert (warning["code"], warning["line"]) == ("owner-is-user", 6)


def test_sarif_names_rule_level_and_place() -> None:
    [text] = render_sarif([check(BROKEN, "a folder/é.yaml"), check(WARNED), check(SKELETON)])
    [run] = json.loads(text)["runs"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first == {"artifactLocation": {"uri": "a%20folder/%C3%A9.yaml"}, "region": {"startLine": 4}}
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {each["ruleId"] for each in run["results"]}


def test_github_commands_cannot_be_forged_by_a_file() -> None:
    text = SOUND.replace("name: books", 'name: "a%\\n::error::b"')
    [line] = render_github([check(text, "x:1,y.yaml")])
    assert line.startswith("::error file=x%3A1%2Cy.yaml,line=4,title=refused-by-policy::")
    assert "\n" not in line
    assert "a%25" in line


def test_every_code_has_a_rule_and_every_rule_a_code() -> None:
    folder = Path(catalog.core.__file__).parent
    source = "".join(path.read_text() for path in folder.glob("*/*.py") if path.name != "rules.py")
    used = set(re.findall(r'(?:DescriptorWarning\(\s*|_LEFT_ALONE = |: \()"([a-z]+(?:-[a-z]+)+)"', source))
    used |= {"unknown-lifecycle", "unknown-type", TARGET_MISSING}
    used |= {
        f"refused-by-{stage}" for stage in re.findall(r'"([a-z-]+)"', re.findall(r"Stage = Literal\[(.*)\]", source)[0])
    }
    assert used == RULES.keys()


def test_severity_follows_the_worst_problem() -> None:
    files = [check(SOUND), check(SKELETON), check(WARNED), check(BROKEN)]
    worsts = [worst(list_problems(file)) for file in files]
    assert worsts == [Severity.NOTE, Severity.NOTE, Severity.WARNING, Severity.ERROR]


def test_a_ref_is_repeated_within_a_repository_only() -> None:
    files = [check(SOUND, "a", "one"), check(SOUND, "b", "one"), check(SOUND, "a", "two")]
    check_together(files, is_whole_catalog=False)
    assert [[warning.code for warning in file.warnings_of(file.parsed.documents[0])] for file in files] == [
        [],
        ["repeated-ref"],
        [],
    ]


def test_refs_dangle_in_a_whole_catalog_only_and_across_repositories() -> None:
    group = (
        SOUND.replace("System", "Group").replace("books", "tally").replace("owner: tally", "type: x\n  children: []")
    )
    alone = [check(SOUND, "a", "one")]
    check_together(alone, is_whole_catalog=False)
    assert alone[0].together == {}
    check_together(alone, is_whole_catalog=True)
    assert [warning.code for warning in alone[0].together[0]] == ["dangling-ref"]
    both = [check(SOUND, "a", "one"), check(group, "a", "two")]
    check_together(both, is_whole_catalog=True)
    assert both[0].together == {}


def test_options_reach_the_warnings() -> None:
    parsed = parse_file("a", SOUND.encode(), None, ParseOptions(types={"System": frozenset({"product"})}))
    assert list(list_problems(CheckedFile("a", parsed, ()))) == []
