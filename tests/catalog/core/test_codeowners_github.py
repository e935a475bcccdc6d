"""CODEOWNERS as GitHub reads it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.codeowners import LARGEST_FILE_BYTES, MOST_RULES, Codeowners, Dialect, parse_codeowners
from catalog.core.codeowners_lines import compile_github_pattern

DOCUMENTED = """# comment
*       @org/everything

*.js    @js-owner #This is an inline comment.
*.go docs@example.com
/build/logs/ @logs
docs/*  @docs-direct
apps/ @apps
/docs/ @docs-root
/scripts/ @doctor @octo
**/logs @all-logs
/apps/github
"""


def parse(text: str) -> Codeowners:
    return parse_codeowners(text, Dialect.GITHUB)


def owners(text: str, path: str) -> tuple[str, ...] | None:
    """Owners in force, ``None`` where no line says anything."""
    rules = parse(text).owners_of(path)
    return rules[0].owners if rules else None


@pytest.mark.parametrize(
    ("path", "expected", "line"),
    [
        ("README.md", ("@org/everything",), 2),
        ("a/b/c.js", ("@js-owner",), 4),
        ("main.go", ("docs@example.com",), 5),
        ("build/logs/x/y.txt", ("@all-logs",), 11),
        ("src/build/logs.txt", ("@org/everything",), 2),
        ("docs/a.md", ("@docs-root",), 9),
        ("x/apps/a/b.txt", ("@apps",), 8),
        ("x/apps", ("@org/everything",), 2),
        ("scripts/a", ("@doctor", "@octo"), 10),
        ("apps/github/x/y", (), 12),
        ("apps/github", (), 12),
        ("apps/other", ("@apps",), 8),
    ],
)
def test_last_match_wins(path: str, expected: tuple[str, ...], line: int) -> None:
    (rule,) = parse(DOCUMENTED).owners_of(path)
    assert (rule.owners, rule.line, rule.owners_line) == (expected, line, line)


@pytest.mark.parametrize(
    ("pattern", "fitting", "unfitting"),
    [
        ("docs/*", ["docs/a.md"], ["docs/b/a.md", "x/docs/a.md", "docs"]),
        ("/*", ["a"], ["a/b"]),
        ("*", ["a", "a/b"], []),
        ("/docs", ["docs", "docs/a/b"], ["x/docs"]),
        ("docs", ["docs", "docs/a", "x/docs/a"], ["docsx"]),
        ("docs/", ["docs/a", "x/docs/a/b"], ["docs", "x/docs"]),
        ("/docs/*.md", ["docs/a.md"], ["docs/b/a.md"]),
        ("docs/**", ["docs/a", "docs/a/b"], ["docs", "x/docs/a"]),
        ("**/docs/*", ["docs/a", "x/y/docs/a"], ["docs/b/a"]),
        ("a/**/b", ["a/b", "a/x/y/b", "a/x/b/c"], ["x/a/b"]),
        ("*.js", ["a.js", "x/a.js"], ["a.jsx"]),
        ("Docs/", [], ["docs/a"]),
        (r"my\ docs/a", ["my docs/a"], ["my"]),
        ("/", [], ["a", "a/b"]),
        ("a//b", [], ["a/b"]),
        (".github/", [".github/workflows/x"], ["github/x"]),
        ("file#1", ["file#1"], ["file"]),
    ],
)
def test_patterns(pattern: str, fitting: list[str], unfitting: list[str]) -> None:
    (rule,) = parse(f"{pattern} @a").rules
    assert [path for path in fitting + unfitting if rule.pattern.matches(path)] == fitting


PATTERNS = (
    *("a", "/a", "a/", "/a/", "a/b", "/a/b/", "**/a", "a/**", "a/**/b", "**/a/**", "*.a", "/*.a", "a*", "?", "a?"),
    *("*", "**", "*/", "/*/", "**a", "a**", "*a*/", "b/a", "b/?", "**/b/a", "/**/a", "a/*/b", "***", "a/**/**/b"),
)
PATHS = ("a", "b", "a.a", "ab", "a/a", "a/b", "b/a", "a/b/a", "b/a/b", "a/a/b", "b/b/a.a", "a/x/y/b", "b/b/b/a", "xa/b")


def test_patterns_agree_with_gitignore_but_for_a_star_at_the_end(tmp_path: Path) -> None:
    """GitHub documents ``.gitignore``'s rules with one difference for ``folder/*``; Git itself is the oracle."""
    git = ["git", "-C", str(tmp_path)]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run([*git, "init", "--quiet"], check=True, env=environment)
    compared = 0
    for pattern in PATTERNS:
        (tmp_path / ".gitignore").write_text(f"{pattern}\n")
        asked = "\n".join(PATHS).encode()
        ignored = subprocess.run(
            [*git, "check-ignore", "--no-index", "--stdin"],
            input=asked,
            capture_output=True,
            check=False,
            env=environment,
        )
        ours = [path for path in PATHS if compile_github_pattern(pattern).matches(path)]
        assert ours == ignored.stdout.decode().split("\n")[:-1], pattern
        compared += len(ours)
    assert compared > 100


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("!docs/ @a", 'a pattern cannot be negated with "!": the line is skipped'),
        (r"\#docs @a", 'a pattern cannot start with an escaped "#": the line is skipped'),
        ("[ab].md @a", 'a pattern cannot contain "[" or "]": the line is skipped'),
        ("SCC coming Soon", '"coming" is no owner: the line is skipped'),
        ("* @a, @b", '"@a," is no owner: the line is skipped'),
        ("* @org/team/sub", '"@org/team/sub" is no owner: the line is skipped'),
        ("* @@maintainer", '"@@maintainer" is no owner: the line is skipped'),
        ("* @", '"@" is no owner: the line is skipped'),
        ("a" * 2000 + " @a", "the pattern is too long: the line is skipped"),
    ],
)
def test_line_that_is_not_read_is_named_and_its_neighbours_count(line: str, message: str) -> None:
    parsed = parse(f"* @first\n{line}\n/x @last\n")
    assert [(problem.line, problem.message) for problem in parsed.problems] == [(2, message)]
    assert [rule.line for rule in parsed.rules] == [1, 3]


@pytest.mark.parametrize(
    "line",
    [
        "* @org/team-name",
        "*\t@a\t@b",
        "* @dependabot[bot]",
        "* ada.l+code@example.co.uk",
        "   * @a   ",
        "* @a # why @b",
        "* @a #why",
        "*",
    ],
)
def test_line_that_is_fine_has_no_problem(line: str) -> None:
    assert parse(line).problems == ()
    assert len(parse(line).rules) == 1


def test_comments_name_no_owners() -> None:
    assert owners("# * @nobody\n  # @x\n* @a # not @b", "x") == ("@a",)


def test_windows_line_ends_and_byte_order_mark() -> None:
    parsed = parse("\ufeff* @a\r\n/x @b\r\n")
    assert [(rule.line, rule.pattern_text, rule.owners) for rule in parsed.rules] == [
        (1, "*", ("@a",)),
        (2, "/x", ("@b",)),
    ]


def test_unusual_separators_do_not_shift_lines() -> None:
    assert [rule.line for rule in parse("* @a\n# \u2028 \x0b \x0c\n/x @b").rules] == [1, 3]


def test_no_rule_says_nothing() -> None:
    assert owners("/x @a", "y") is None
    assert owners("", "y") is None


def test_file_that_the_host_does_not_read_has_no_rules() -> None:
    parsed = parse("* @a\n" + "#" * LARGEST_FILE_BYTES)
    assert parsed.rules == ()
    assert "3 MB" in parsed.problems[0].message


def test_number_of_rules_is_bounded() -> None:
    parsed = parse("* @a\n" * (MOST_RULES + 5))
    assert len(parsed.rules) == MOST_RULES
    assert parsed.problems[0].line == MOST_RULES + 1


@given(st.text(), st.sampled_from(Dialect), st.text())
def test_no_text_raises(text: str, dialect: Dialect, path: str) -> None:
    parse_codeowners(text, dialect).owners_of(path)


@given(st.text("*/?[]!^#\\ @ab.\n-"), st.sampled_from(Dialect), st.text("ab/.#[ "))
def test_no_text_of_special_characters_raises(text: str, dialect: Dialect, path: str) -> None:
    parse_codeowners(text, dialect).owners_of(path)
