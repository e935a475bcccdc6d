"""Registered URLs: names and targets."""

from __future__ import annotations

import pytest

from catalog.core.registered import check_url, resolve_target


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "ftp://x/",
        "http://",
        "https://[",
        "https://u@x/",
        "https://x/ y",
        "https://x/\n",
        "https://x/\\y",
        "https://x/**/y",
    ],
)
def test_what_cannot_be_registered_is_told(url: str) -> None:
    assert check_url(url)


def test_targets_are_resolved_where_the_location_stands() -> None:
    base = "https://github.com/a/b/blob/main/all.yaml"
    assert resolve_target(base, None, "./x/c.yaml") == ("https://github.com/a/b/blob/main/x/c.yaml", "")
    assert resolve_target(base, "url", "https://example.org/c.yaml") == ("https://example.org/c.yaml", "")
    for type_, target in (
        ("file", "./x.yaml"),
        ("url", "./**/x.yaml"),
        (None, "mailto:x@example.org"),
        (None, "//u@h/x"),
    ):
        url, problem = resolve_target(base, type_, target)
        assert not url
        assert target in problem


@pytest.mark.parametrize(
    ("base", "target", "wanted"),
    [
        ("https://github.com/a/b/blob/main/x/all.yaml", "/c.yaml", "https://github.com/a/b/blob/main/c.yaml"),
        (
            "https://gitlab.com/g/s/b/-/blob/main/x/all.yaml",
            "/y/c.yaml",
            "https://gitlab.com/g/s/b/-/blob/main/y/c.yaml",
        ),
        ("https://example.org/x/all.yaml", "/c.yaml", "https://example.org/c.yaml"),
        (
            "https://h/projects/K/repos/b/browse/all.yaml?at=dev",
            "./c.yaml",
            "https://h/projects/K/repos/b/browse/c.yaml?at=dev",
        ),
        ("https://github.com/a/b/blob/main/all.yaml", "../../../../../c.yaml", "https://github.com/c.yaml"),
    ],
)
def test_a_slash_means_the_root_of_the_repository_and_a_query_is_kept(base: str, target: str, wanted: str) -> None:
    assert resolve_target(base, None, target) == (wanted, "")


def test_a_target_that_is_no_address_is_told() -> None:
    assert "cannot be read" in resolve_target("https://github.com/a/b/blob/main/all.yaml", None, "//[x")[1]
