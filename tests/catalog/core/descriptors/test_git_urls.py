"""Which repository a web address points into."""

from __future__ import annotations

import pytest

from catalog.core.descriptors.git_urls import GitFile, is_same_repository, parse_git_url


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("https://github.com/o/r/blob/main/a/b.yaml", GitFile("github.com", "o/r", "a/b.yaml")),
        ("https://github.com/o/r/tree/main/a%20b.yaml", GitFile("github.com", "o/r", "a b.yaml")),
        ("https://gitlab.example/g/s/r/-/blob/main/a.yaml", GitFile("gitlab.example", "g/s/r", "a.yaml")),
        ("https://bitbucket.org/o/r/src/main/a.yaml", GitFile("bitbucket.org", "o/r", "a.yaml")),
        ("https://git.example/o/r/src/branch/main/a.yaml", GitFile("git.example", "o/r", "a.yaml")),
        ("https://dev.azure.com/org/p/_git/r?path=/a.yaml", GitFile("dev.azure.com", "org/p/_git/r", "a.yaml")),
    ],
)
def test_addresses_of_files(url: str, file: GitFile) -> None:
    assert parse_git_url(url) == file


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://github.com/o/r",
            "https://api.example.com/v1/docs/openapi.yaml",
            "broker://x/y/z.json",
            "https://[::1",
        ),
        *("https://raw.githubusercontent.com/o/r/main/a.yaml", "https://example.com/blob/x/y", "x", ""),
    ],
)
def test_addresses_of_anything_else(url: str) -> None:
    assert parse_git_url(url) is None


@pytest.mark.parametrize(
    "repository",
    [
        "https://github.com/o/r",
        "https://github.com/O/R.git",
        "https://GitHub.com/o/r/",
        "ssh://git@github.com/o/r",
        "git@github.com:o/r.git",
    ],
)
def test_the_same_repository(repository: str) -> None:
    assert is_same_repository(GitFile("github.com", "o/r", "a"), repository)


@pytest.mark.parametrize(
    "repository", ["https://github.com/o/other", "https://gitlab.com/o/r", "https://github.com/o/r/x", "", "https://[x"]
)
def test_another_repository(repository: str) -> None:
    assert not is_same_repository(GitFile("github.com", "o/r", "a"), repository)
