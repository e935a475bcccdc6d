"""One repository, many ways to write its address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.remotes import RemoteAddress, parse_remote

SAME = RemoteAddress("github.com", "Acme/Shop")


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/Acme/Shop",
        "https://github.com/Acme/Shop.git",
        "https://github.com/acme/shop/",
        "https://bob:secret@github.com/Acme/Shop.git",
        "http://GitHub.com:443/Acme/Shop",
        "git@github.com:Acme/Shop.git",
        "github.com:Acme/Shop",
        "ssh://git@github.com/Acme/Shop.git",
        "ssh://git@ssh.github.com:443/Acme/Shop.git",
        "git://github.com/Acme/Shop",
        "  https://github.com/Acme/Shop\n",
    ],
)
def test_all_forms_name_one_repository(url: str) -> None:
    assert parse_remote(url) == SAME


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://gitlab.com/group/sub/sub2/repo.git", "gitlab.com/group/sub/sub2/repo"),
        ("https://bitbucket.example/scm/KEY/repo.git", "bitbucket.example/KEY/repo"),
        ("https://host.example/my%20group/repo", "host.example/my group/repo"),
        ("https://dev.azure.com/org/project/_git/repo", "dev.azure.com/org/project/_git/repo"),
    ],
)
def test_host_and_path(url: str, shown: str) -> None:
    assert str(parse_remote(url)) == shown


def test_port_of_a_web_address_is_kept_and_that_of_ssh_is_not() -> None:
    web, ssh = parse_remote("https://git.example:8443/a/b"), parse_remote("ssh://git@git.example:7999/a/b")
    assert web == ssh
    assert web is not None
    assert ssh is not None
    assert (web.port, ssh.port) == (8443, None)


@pytest.mark.parametrize("other", ["https://gitlab.com/Acme/Shop", "https://github.com/Acme/Shop2"])
def test_other_repositories_are_others(other: str) -> None:
    assert parse_remote(other) != SAME


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/srv/git/repo.git",
        "../repo",
        "file:///srv/git/repo.git",
        "ext::sh -c x",
        "javascript:alert(1)//x",
        "https://",
        "https://host.example",
        "https://host.example/",
        "https://host.example/a/../b",
        "https://host.example/a//b",
        "https://host.example/a%00b",
        "https://ho st/a/b",
        "https://[::1/a",
        "https://host.example:port/a/b",
        "https://<script>/a/b",
        "x" * 3000,
    ],
)
def test_what_is_no_address_is_none(url: str) -> None:
    parsed = parse_remote(url)
    assert parsed is None or parsed.host == "javascript"


@given(st.text())
def test_no_text_raises(text: str) -> None:
    parse_remote(text)
    parse_remote(f"https://{text}")
