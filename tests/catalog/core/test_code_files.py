"""Where the text of a file is, given its page: public hosts, an organisation's own, with and without a token."""

from __future__ import annotations

import pytest

from catalog.core.code_files import find_file_address, parse_code_hosts
from catalog.core.host_links import HostKind, link_to_file
from catalog.core.remotes import RemoteAddress

PUBLIC = [
    ("https://github.com/a/b/blob/main/x/c.yaml", "https://raw.githubusercontent.com/a/b/main/x/c.yaml"),
    ("https://github.com/a/b/edit/main/c.yaml", "https://raw.githubusercontent.com/a/b/main/c.yaml"),
    ("https://gitlab.com/a/b/c/-/blob/main/x.yaml", "https://gitlab.com/a/b/c/-/raw/main/x.yaml"),
    ("https://bitbucket.org/a/b/src/main/x.yaml?at=1", "https://bitbucket.org/a/b/raw/main/x.yaml"),
    ("https://codeberg.org/a/b/src/branch/main/x.yaml", "https://codeberg.org/a/b/raw/branch/main/x.yaml"),
    ("https://github.com/a/b", "https://github.com/a/b"),
    ("https://git.example.org/a/b/blob/main/x.yaml", "https://git.example.org/a/b/blob/main/x.yaml"),
    ("https://raw.githubusercontent.com/a/b/main/x.yaml", "https://raw.githubusercontent.com/a/b/main/x.yaml"),
]
OWN = parse_code_hosts(
    ("lab.example.org=gitlab", "hub.example.org=github", "tea.example.org=gitea", "bb=bitbucket-server")
)
WITH_TOKEN = [
    (
        "https://gitlab.com/g/sub/b/-/blob/main/x/c.yaml",
        "https://gitlab.com/api/v4/projects/g%2Fsub%2Fb/repository/files/x%2Fc.yaml/raw?ref=main",
    ),
    (
        "https://lab.example.org:8443/g/b/-/raw/v1%2F2/a%20b.yaml#L3",
        "https://lab.example.org:8443/api/v4/projects/g%2Fb/repository/files/a%20b.yaml/raw?ref=v1%2F2",
    ),
    ("https://tea.example.org/a/b/src/tag/v1/x.yaml", "https://tea.example.org/api/v1/repos/a/b/raw/x.yaml?ref=v1"),
    ("https://bitbucket.org/a/b/src/main/x.yaml", "https://api.bitbucket.org/2.0/repositories/a/b/src/main/x.yaml"),
]
APIS = [
    (
        "https://hub.example.org/a/b/blob/main/x.yaml",
        "https://hub.example.org/api/v3/repos/a/b/contents/x.yaml?ref=main",
    ),
    (
        "https://bb/projects/K/repos/b/browse/x/c.yaml?at=refs%2Fheads%2Fdev&y=1",
        "https://bb/rest/api/1.0/projects/K/repos/b/raw/x/c.yaml?at=refs%2Fheads%2Fdev",
    ),
]


@pytest.mark.parametrize(("url", "wanted"), PUBLIC)
def test_a_public_page_is_read_from_the_raw_pages(url: str, wanted: str) -> None:
    assert find_file_address(url).url == wanted


@pytest.mark.parametrize(("url", "wanted"), WITH_TOKEN)
def test_where_there_is_a_token_the_api_is_asked(url: str, wanted: str) -> None:
    assert find_file_address(url, OWN, lambda _: True).url == wanted


@pytest.mark.parametrize(("url", "wanted"), APIS)
def test_hosts_whose_raw_pages_need_a_session_are_asked_by_api(url: str, wanted: str) -> None:
    assert find_file_address(url, OWN).url == wanted


def test_the_contents_of_github_come_as_text() -> None:
    assert (
        find_file_address("https://hub.example.org/a/b/blob/main/x.yaml", OWN).accept == "application/vnd.github.v3.raw"
    )


def test_a_token_is_looked_up_for_the_host_that_is_asked() -> None:
    asked: list[str] = []

    def has_token(host: str) -> bool:
        asked.append(host)
        return False

    find_file_address("https://lab.example.org:8443/g/b/-/blob/main/x.yaml", OWN, has_token)
    find_file_address("https://bitbucket.org/a/b/src/main/x.yaml", OWN, has_token)
    assert asked == ["lab.example.org:8443", "api.bitbucket.org"]


@pytest.mark.parametrize(
    "word", ["lab.example.org", "=gitlab", "https://x=gitlab", "x=svn", "x:80=gitlab", "x/y=gitea"]
)
def test_a_wrong_host_is_refused_with_what_is_allowed(word: str) -> None:
    with pytest.raises(ValueError, match="github, gitlab, bitbucket, gitea, bitbucket-server"):
        parse_code_hosts((word,))


def test_an_own_host_gives_links_where_its_addresses_follow_from_a_clone() -> None:
    assert link_to_file(RemoteAddress("lab.example.org", "g/b"), "c1", "x.yaml", 3, OWN) == (
        "https://lab.example.org/g/b/-/blob/c1/x.yaml#L3"
    )
    assert OWN["bb"] is HostKind.BITBUCKET_SERVER
    assert link_to_file(RemoteAddress("bb", "k/b"), "c1", "x.yaml", hosts=OWN) is None
