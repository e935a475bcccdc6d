"""Patterns over names and paths: what fits, and that hostile ones end."""

from __future__ import annotations

import fnmatch
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.path_patterns import ANY_FOLDERS, LONGEST_PATH, PathPattern, PatternIndex, Segment, compile_name


@pytest.mark.parametrize(
    ("pattern", "fitting", "unfitting"),
    [
        ("a", ["a"], ["", "b", "aa"]),
        ("*", ["", "a", ".hidden", "a\nb"], []),
        ("*.md", [".md", "a.md", "a.b.md"], ["md", "a.mdx", "a.md.bak"]),
        ("a*", ["a", "ab"], ["b", "ba"]),
        ("a*a", ["aa", "aba"], ["a", "ab"]),
        ("*a*b*", ["ab", "xaxbx"], ["ba", "a"]),
        ("a?c", ["abc", "a\nc"], ["ac", "abbc"]),
        ("?*?", ["ab", "abc"], ["a"]),
        ("*?b", ["ab", "xab"], ["b"]),
        (r"\*", ["*"], ["a"]),
        (r"a\ b", ["a b"], ["a", "ab"]),
        ("a\\", ["a\\"], ["a"]),
        ("(a|b)+.$", ["(a|b)+.$"], ["a", "(a|b)+x$"]),
        ("[ab]", ["[ab]"], ["a"]),
    ],
)
def test_names(pattern: str, fitting: list[str], unfitting: list[str]) -> None:
    compiled = compile_name(pattern)
    assert [name for name in fitting + unfitting if compiled.matches(name)] == fitting


@pytest.mark.parametrize(
    ("pattern", "fitting", "unfitting"),
    [
        ("[ab]c", ["ac", "bc"], ["c", "cc", "abc"]),
        ("[a-c]*", ["a", "cx"], ["d", "-"]),
        ("[!a-c]", ["d"], ["a", ""]),
        ("[^a]", ["b"], ["a"]),
        ("[!]", ["!"], ["a"]),
        ("[z-a]", [], ["a", "z", "-"]),
        ("[]", ["[]"], ["a"]),
        ("[a", ["[a"], ["a"]),
        ("x[.]*[0-9]", ["x.1", "x.a9"], ["xa1", "x.a"]),
        (r"[\]]", ["\\]"], ["]"]),
        ("[[&&~~||]", ["[", "&", "~", "|"], ["a", "]"]),
    ],
)
def test_names_with_classes(pattern: str, fitting: list[str], unfitting: list[str]) -> None:
    compiled = compile_name(pattern, classes=True)
    assert [name for name in fitting + unfitting if compiled.matches(name)] == fitting


@given(st.text("ab*?", max_size=12), st.text("ab", max_size=12))
def test_names_fit_as_fnmatch_says(pattern: str, name: str) -> None:
    assert compile_name(pattern).matches(name) == bool(re.match(fnmatch.translate(pattern), name))


def path_pattern(text: str) -> PathPattern:
    segments: list[Segment] = [ANY_FOLDERS if part == "**" else compile_name(part) for part in text.split("/")]
    return PathPattern(tuple(segments))


@pytest.mark.parametrize(
    ("pattern", "fitting", "unfitting"),
    [
        ("a/b", ["a/b"], ["a", "b", "a/b/c", "x/a/b"]),
        ("**/b", ["b", "a/b", "a/a/b"], ["a", "b/a"]),
        ("a/**", ["a", "a/b", "a/b/c"], ["b", "b/a"]),
        ("a/**/b", ["a/b", "a/x/b", "a/x/y/b", "a/b/b"], ["a", "b", "a/b/c"]),
        ("**/a/b/**/c", ["a/b/c", "a/a/b/x/c", "a/b/a/b/c"], ["a/x/b/c", "a/b"]),
        ("**", ["a", "a/b"], []),
        ("*", ["a"], ["a/b"]),
    ],
)
def test_paths(pattern: str, fitting: list[str], unfitting: list[str]) -> None:
    compiled = path_pattern(pattern)
    assert [path for path in fitting + unfitting if compiled.matches(path)] == fitting


def slow_match(segments: list[str], names: list[str]) -> bool:
    """The definition, by trying everything."""
    if not segments:
        return not names
    if segments[0] == "**":
        return any(slow_match(segments[1:], names[taken:]) for taken in range(len(names) + 1))
    return bool(names) and segments[0] in (names[0], "*") and slow_match(segments[1:], names[1:])


@given(
    st.lists(st.sampled_from(["a", "b", "*", "**"]), min_size=1, max_size=6),
    st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=7),
)
def test_paths_fit_as_the_definition_says(segments: list[str], names: list[str]) -> None:
    assert path_pattern("/".join(segments)).matches("/".join(names)) == slow_match(segments, names)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 500 + "b", "a" * 1000),
        ("a*" * 500, "a" * 1000 + "b"),
        ("?*" * 500 + "b", "a" * 1000),
        ("**/a/" * 200 + "b", "a/" * 500 + "a"),
        ("**/*a*/" * 140 + "b", "aaaa/" * 200 + "a"),
    ],
)
def test_hostile_patterns_end(pattern: str, path: str) -> None:
    """Under a backtracking matcher each of these takes longer than the age of the universe."""
    assert not path_pattern(pattern).matches(path)


def test_path_longer_than_any_fits_nothing() -> None:
    assert path_pattern("**").matches("a" * LONGEST_PATH)
    assert not path_pattern("**").matches("a" * (LONGEST_PATH + 1))


INDEXED = ("**", "a", "**/a", "a/**", "*", "**/*.b/a", "a/b", "**/b/**", "x/?/a", r"\a/b", "")


@pytest.mark.parametrize("path", ["a", "b", "a/b", "b/a", "c.b/a", "x/y/a", "z", "a/x/b", ""])
def test_index_finds_what_fits_the_last_first(path: str) -> None:
    patterns = [path_pattern(text) for text in INDEXED]
    fitting = [number for number, pattern in enumerate(patterns) if pattern.matches(path)]
    assert list(PatternIndex(patterns).find(path)) == fitting[::-1]


@pytest.mark.parametrize(
    ("pattern", "name"),
    [("a/bcd/**", "bcd"), ("**/*.md", None), ("**", None), (r"\a\*/*", "a*"), ("a?/b", "b"), ("*", None)],
)
def test_name_that_a_path_needs(pattern: str, name: str | None) -> None:
    assert path_pattern(pattern).required_name == name
