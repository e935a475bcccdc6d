"""Links to evidence at the hosts that are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.host_links import HostKind, link_to_commit, link_to_file, link_to_folder, link_to_repository
from catalog.core.remotes import RemoteAddress

SHA = "a" * 40


@pytest.mark.parametrize(
    ("host", "file", "commit"),
    [
        ("github.com", f"blob/{SHA}/a/b.yaml#L7", f"commit/{SHA}"),
        ("gitlab.com", f"-/blob/{SHA}/a/b.yaml#L7", f"-/commit/{SHA}"),
        ("bitbucket.org", f"src/{SHA}/a/b.yaml#lines-7", f"commits/{SHA}"),
        ("codeberg.org", f"src/commit/{SHA}/a/b.yaml#L7", f"commit/{SHA}"),
    ],
)
def test_known_hosts(host: str, file: str, commit: str) -> None:
    remote = RemoteAddress(host, "acme/shop")
    assert link_to_file(remote, SHA, "a/b.yaml", 7) == f"https://{host}/acme/shop/{file}"
    assert link_to_commit(remote, SHA) == f"https://{host}/acme/shop/{commit}"
    assert link_to_repository(remote) == f"https://{host}/acme/shop"


def test_folders_have_addresses_of_their_own() -> None:
    assert link_to_folder(RemoteAddress("github.com", "acme/shop"), SHA, "docs") == (
        f"https://github.com/acme/shop/tree/{SHA}/docs"
    )
    assert (
        link_to_folder(RemoteAddress("gitlab.com", "acme/shop"), SHA, "")
        == f"https://gitlab.com/acme/shop/-/tree/{SHA}"
    )
    assert link_to_folder(RemoteAddress("git.example", "acme/shop"), SHA, "docs") is None


def test_unknown_host_has_no_links() -> None:
    remote = RemoteAddress("git.example", "acme/shop")
    assert (link_to_repository(remote), link_to_commit(remote, SHA), link_to_file(remote, SHA, "a")) == (None,) * 3


def test_host_that_an_administrator_named_has_links_on_its_port() -> None:
    remote = RemoteAddress("git.example", "acme/shop", 8443)
    hosts = {"git.example": HostKind.GITLAB}
    assert link_to_file(remote, SHA, "a", hosts=hosts) == f"https://git.example:8443/acme/shop/-/blob/{SHA}/a"


@pytest.mark.parametrize(
    ("path", "line", "end"),
    [
        ("README.md", 3, "README.md?plain=1#L3"),
        ("README.md", None, "README.md"),
        ("a b#c?d%/é.py", 1, "a%20b%23c%3Fd%25/%C3%A9.py#L1"),
        ("CODEOWNERS", 2, "CODEOWNERS#L2"),
    ],
)
def test_paths_are_quoted_and_rendered_pages_shown_as_text(path: str, line: int | None, end: str) -> None:
    link = link_to_file(RemoteAddress("github.com", "acme/shop"), SHA, path, line)
    assert link == f"https://github.com/acme/shop/blob/{SHA}/{end}"


@given(st.text(), st.text())
def test_nothing_in_a_path_escapes_the_link(path: str, slug: str) -> None:
    link = link_to_file(RemoteAddress("github.com", slug), SHA, path, 1) or ""
    assert link.startswith("https://github.com/")
    assert not set(link) & set(" \"'<>\\\n\r\t\0")
