"""Hosts and tokens as an administrator writes them, and which URLs they let through."""

from __future__ import annotations

import pytest

from catalog.http.errors import NotAllowedError
from catalog.http.settings import Host, OutboundSettings, parse_hosts, parse_tokens
from catalog.http.targets import check_target, find_token

SETTINGS = OutboundSettings(
    parse_hosts(("github.com", "gitlab.internal:443", "backstage:7007", "[::1]:8080")),
    parse_tokens(("github.com=abc", "backstage:7007=d=e")),
)


def test_hosts_are_read_with_and_without_port() -> None:
    assert parse_hosts(("GitHub.com", "a:1")) == {Host("github.com"), Host("a", 1)}


@pytest.mark.parametrize(
    "word", ["https://github.com", "github.com/org", "a:0", "a:70000", "*", "a b", "", "a:b", "é.de"]
)
def test_a_wrong_host_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="port"):
        parse_hosts((word,))


@pytest.mark.parametrize("word", ["github.com", "github.com=", "github.com=a b", "github.com=s3\r\nX: y", "a/b=secret"])
def test_a_wrong_token_is_refused_without_being_repeated(word: str) -> None:
    with pytest.raises(ValueError, match="host") as caught:
        parse_tokens((word,))
    assert "s3" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_settings_do_not_show_their_tokens() -> None:
    assert "abc" not in repr(SETTINGS)


@pytest.mark.parametrize(
    ("url", "is_named"),
    [
        ("https://github.com/org/repo?x=1", False),
        ("https://GITHUB.com:443/", False),
        ("https://gitlab.internal/a", True),
        ("http://backstage:7007/api", True),
        ("https://backstage:7007/api", True),
        ("http://[::1]:8080/", True),
    ],
)
def test_what_is_named_is_called(url: str, is_named: bool) -> None:
    assert check_target(url, SETTINGS).is_named is is_named


@pytest.mark.parametrize(
    "url",
    [
        "http://github.com/",  # not over HTTPS
        "https://github.com:8443/",
        "https://api.github.com/",
        "https://github.com.evil.example/",
        "https://github.com./",
        "https://github.com@evil.example/",
        "https://evil.example#@github.com/",
        "https://evil.example\\@github.com/",
        "https://user:pass@github.com/",
        "https://github.com\r\nHost: evil/",
        "https://github.com/\tx",
        "https://github.com:99999/",
        "https://[::1/",
        "file:///etc/passwd",
        "ftp://github.com/",
        "//github.com/",
        "https:///x",
        "",
        "https://github.com/" + "x" * 3000,
    ],
)
def test_everything_else_is_not(url: str) -> None:
    with pytest.raises(NotAllowedError):
        check_target(url, SETTINGS)


def test_nothing_is_called_by_default() -> None:
    with pytest.raises(NotAllowedError, match="BAILIWICK_OUTBOUND_HOSTS"):
        check_target("https://github.com/", OutboundSettings())


def test_a_token_goes_to_its_own_host_only() -> None:
    assert find_token(check_target("https://github.com/", SETTINGS), SETTINGS) == "abc"
    assert find_token(check_target("http://backstage:7007/", SETTINGS), SETTINGS) == "d=e"
    assert find_token(check_target("https://gitlab.internal/", SETTINGS), SETTINGS) == ""


def test_a_token_of_a_host_does_not_go_out_in_the_clear() -> None:
    settings = OutboundSettings(parse_hosts(("a:80", "a:8443")), parse_tokens(("a=secret",)))
    assert find_token(check_target("http://a/", settings), settings) == ""
    assert find_token(check_target("https://a:8443/", settings), settings) == ""
