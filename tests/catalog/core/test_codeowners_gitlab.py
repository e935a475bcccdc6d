"""CODEOWNERS as GitLab reads it."""

from __future__ import annotations

import pytest

from catalog.core.codeowners import Codeowners, Dialect, parse_codeowners


def parse(text: str) -> Codeowners:
    return parse_codeowners(text, Dialect.GITLAB)


def owners(text: str, path: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(rule.section, rule.owners) for rule in parse(text).owners_of(path)]


SECTIONS = """* @admin

[README Owners]
README.md @user1 @user2
internal/README.md @user4

[README other owners]
README.md @user3
"""


def test_each_section_has_its_own_last_match() -> None:
    assert owners(SECTIONS, "README.md") == [
        ("", ("@admin",)),
        ("README Owners", ("@user1", "@user2")),
        ("README other owners", ("@user3",)),
    ]
    assert owners(SECTIONS, "internal/README.md") == [
        ("", ("@admin",)),
        ("README Owners", ("@user4",)),
        ("README other owners", ("@user3",)),
    ]


DEFAULTS = """[Documentation][2] @docs-team
docs/
README.md

^[Database] @database-team @agarcia
model/db/
config/db/setup.md @docs-team
"""


def test_lines_without_owners_have_those_of_the_heading() -> None:
    (rule,) = parse(DEFAULTS).owners_of("model/db/x.sql")
    assert (rule.owners, rule.line, rule.owners_line) == (("@database-team", "@agarcia"), 6, 5)


def test_lines_with_owners_override_those_of_the_heading() -> None:
    (rule,) = parse(DEFAULTS).owners_of("config/db/setup.md")
    assert (rule.owners, rule.line, rule.owners_line) == (("@docs-team",), 7, 7)


def test_headings_tell_what_is_asked_of_the_owners() -> None:
    documentation, database = parse(DEFAULTS).sections
    assert (documentation.name, documentation.approvals, documentation.is_optional) == ("Documentation", 2, False)
    assert (database.name, database.approvals, database.is_optional) == ("Database", 1, True)


def test_sections_of_one_name_are_one() -> None:
    text = "^[Docs][2]\n*.md @first\n[Other]\n*.md @other\n[DOCS][x]\nREADME.md @second\n"
    assert owners(text, "README.md") == [("Docs", ("@second",)), ("Other", ("@other",))]
    assert owners(text, "a.md") == [("Docs", ("@first",)), ("Other", ("@other",))]
    docs, _ = parse(text).sections
    assert (docs.is_optional, docs.approvals) == (False, 2)


@pytest.mark.parametrize(
    ("pattern", "fitting", "unfitting"),
    [
        ("/README.md", ["README.md"], ["docs/README.md"]),
        ("README.md", ["README.md", "a/b/README.md"], ["README.md/x"]),
        ("internal/README.md", ["internal/README.md", "docs/internal/README.md"], ["README.md"]),
        ("/docs/", ["docs/a", "docs/a/b"], ["docs", "x/docs/a"]),
        ("docs/", ["docs/a", "x/docs/a/b"], ["docs"]),
        ("/docs", ["docs"], ["docs/a"]),
        ("/docs/*", ["docs/a", "docs/.a"], ["docs/a/b"]),
        ("/docs/*.md", ["docs/a.md"], ["docs/a/b.md"]),
        ("/docs/**/*.md", ["docs/a.md", "docs/a/b/c.md"], ["docs/a.txt"]),
        ("/docs/**", ["docs/a"], ["docs/a/b"]),
        ("docs/**/*", ["docs/a", "docs/a/b", "x/docs/a"], ["docs"]),
        ("*", ["a", "a/.b"], []),
        ("**/*", ["a", "a/b"], []),
        (r"path\ with\ spaces/", ["path with spaces/a"], ["path/a"]),
        (r"\#file.rb", ["#file.rb", "x/#file.rb"], ["file.rb"]),
        ("/[a-c]*.rb", ["app.rb"], ["zoo.rb"]),
    ],
)
def test_patterns(pattern: str, fitting: list[str], unfitting: list[str]) -> None:
    (rule,) = parse(f"{pattern} @a").rules
    assert [path for path in fitting + unfitting if rule.pattern.matches(path)] == fitting


EXCLUSIONS = """* @username
!pom.xml
/special/pom.xml @late

[Ruby]
*.rb @ruby-team
!/config/**/*.rb
/config/routes.rb @ops
"""


def test_excluded_paths_leave_their_section_for_good() -> None:
    assert owners(EXCLUSIONS, "special/pom.xml") == []
    assert owners(EXCLUSIONS, "config/routes.rb") == [("", ("@username",))]
    assert owners(EXCLUSIONS, "app/a.rb") == [("", ("@username",)), ("Ruby", ("@ruby-team",))]


@pytest.mark.parametrize(
    "owner",
    ["@user", "@group/with-nested/subgroup", "@@maintainer", "@@Developers", "jane.doe@gitlab.example", "@a.b_c-d"],
)
def test_owners(owner: str) -> None:
    assert owners(f"* {owner}", "x") == [("", (owner,))]
    assert parse(f"* {owner}").problems == ()


def test_words_that_are_no_owners_are_ignored_and_named() -> None:
    text = "/path/* @group user_without_at_symbol @user_with_at_symbol @@guest\n"
    assert owners(text, "path/x") == [("", ("@group", "@user_with_at_symbol"))]
    (problem,) = parse(text).problems
    assert (problem.line, problem.message) == (1, '"user_without_at_symbol" is no owner: ignored')


def test_line_without_any_owner_says_nobody() -> None:
    assert owners("* @a\n/doc/*.md\n", "doc/a.md") == [("", ())]


@pytest.mark.parametrize("heading", ["[Section name", "[]", "[ ]", "[a]b", "^[", "Section]"])
def test_heading_that_is_none_is_an_entry_of_the_section_before(heading: str) -> None:
    parsed = parse(f"[Docs] @docs\n{heading}\ndocs/\n")
    assert {rule.section for rule in parsed.rules} == {"Docs"}
    assert len(parsed.rules) == 2


@pytest.mark.parametrize(("written", "approvals"), [("[2]", 2), ("[0]", 1), ("[x]", 1), ("", 1), ("[99999]", 1)])
def test_approvals(written: str, approvals: int) -> None:
    assert parse(f"[Docs]{written} @a\n").sections[0].approvals == approvals


def test_exclusion_without_a_pattern_is_named() -> None:
    assert parse("! @a\n").problems[0].line == 1
