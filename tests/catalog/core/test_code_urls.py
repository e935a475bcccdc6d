"""Web addresses of code at the hosts' own forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.code_urls import normalize_path, parse_code_url


@pytest.mark.parametrize(
    ("url", "repository", "path"),
    [
        ("https://github.com/acme/shop", "github.com/acme/shop", ""),
        ("https://github.com/acme/shop.git", "github.com/acme/shop", ""),
        ("https://github.com/acme/shop/", "github.com/acme/shop", ""),
        ("https://github.com/acme/shop/tree/main", "github.com/acme/shop", ""),
        ("https://github.com/acme/shop/tree/main/services/cart/", "github.com/acme/shop", "services/cart"),
        ("https://github.com/acme/shop/blob/v1.0/a/b.py#L3", "github.com/acme/shop", "a/b.py"),
        ("https://github.com/acme/tree/tree/main/src/tree/x", "github.com/acme/tree", "src/tree/x"),
        ("https://ghe.example/acme/shop/tree/main/a%20b", "ghe.example/acme/shop", "a b"),
        ("https://gitlab.com/g/s/shop/-/tree/main/cart", "gitlab.com/g/s/shop", "cart"),
        ("https://gitlab.com/g/s/shop/-/blob/main/cart/a.yaml", "gitlab.com/g/s/shop", "cart/a.yaml"),
        ("https://gitlab.com/g/s/shop/tree/main/cart", "gitlab.com/g/s/shop", "cart"),
        ("https://gitlab.com/g/s/shop", "gitlab.com/g/s/shop", ""),
        ("https://bitbucket.org/acme/shop/src/main/cart/", "bitbucket.org/acme/shop", "cart"),
        ("https://bitbucket.example/projects/KEY/repos/shop/browse/cart?at=main", "bitbucket.example/KEY/shop", "cart"),
        ("https://codeberg.org/acme/shop/src/branch/main/cart", "codeberg.org/acme/shop", "cart"),
        ("https://gitea.example/acme/shop/src/commit/abc/cart", "gitea.example/acme/shop", "cart"),
        (
            "https://dev.azure.com/o/p/_git/shop?path=/cart&version=GBmain",
            "dev.azure.com/o/p/_git/shop",
            "cart",
        ),
        ("https://github.com/acme/shop/tree/main/a/./b//c/../d", "github.com/acme/shop", "a/b/d"),
        ("https://raw.githubusercontent.com/acme/shop/main/a/b.yaml", "github.com/acme/shop", "a/b.yaml"),
        ("https://raw.githubusercontent.com/acme/shop/refs/heads/main/b.yaml", "github.com/acme/shop", "b.yaml"),
    ],
)
def test_forms(url: str, repository: str, path: str) -> None:
    address = parse_code_url(url)
    assert address is not None
    assert (str(address.repository), address.path) == (repository, path)


def test_branch_with_slashes_is_known_by_its_name() -> None:
    url = "https://github.com/acme/shop/tree/release/1.0/cart"
    known, unknown = parse_code_url(url, branch="release/1.0"), parse_code_url(url, branch="main")
    assert known is not None
    assert unknown is not None
    assert (known.path, unknown.path) == ("cart", "1.0/cart")


def test_files_are_told_from_folders() -> None:
    file, folder = (parse_code_url(f"https://github.com/a/b/{word}/main/x") for word in ("blob", "tree"))
    assert file is not None
    assert folder is not None
    assert (file.is_file, folder.is_file) == (True, False)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "services/cart",
        "https://github.com",
        "https://github.com/acme",
        "https://github.com/acme/shop/services/cart",
        "https://hub.docker.com/",
        "https://github.com/acme/shop/tree/main/../../../etc",
        "https://github.com/acme/shop/tree/main/a%0ab",
        "https://[",
        "ftp://github.com/acme/shop",
        "https://${{values.host}}/${{values.destination}}",
    ],
)
def test_what_names_no_code_is_none(url: str) -> None:
    assert parse_code_url(url) is None


def test_query_of_too_many_fields_is_not_read() -> None:
    address = parse_code_url("https://dev.azure.com/o/p/_git/shop?path=/cart&" + "a=b&" * 50)
    assert address is not None
    assert address.path == ""


@pytest.mark.parametrize(
    ("path", "normal"),
    [("", ""), (".", ""), ("/a/", "a"), ("a/./b", "a/b"), ("a/../b", "b"), ("..", None), ("a/../..", None)],
)
def test_paths(path: str, normal: str | None) -> None:
    assert normalize_path(path) == normal


@given(st.text(), st.text())
def test_no_text_raises(text: str, branch: str) -> None:
    parse_code_url(text, branch)
    parse_code_url(f"https://github.com/{text}", branch)
