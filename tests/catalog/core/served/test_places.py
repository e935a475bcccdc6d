"""Location annotations: where an entity was declared, at hosts whose addresses are known."""

from __future__ import annotations

import pytest

from catalog.core.served.places import Place, list_annotations

COMMIT = "0123456789abcdef0123456789abcdef01234567"
GITHUB = "https://github.com/acme/shop"


def short(place: Place) -> dict[str, str]:
    always, otherwise = list_annotations(place)
    return {key.removeprefix("backstage.io/"): value for key, value in (always | otherwise).items()}


def test_a_file_on_github() -> None:
    assert short(Place("app/catalog-info.yaml", "shop", "git@github.com:acme/shop.git", "main")) == {
        "managed-by-location": f"url:{GITHUB}/blob/main/app/catalog-info.yaml",
        "managed-by-origin-location": f"url:{GITHUB}/blob/main/app/catalog-info.yaml",
        "view-url": f"{GITHUB}/blob/main/app/catalog-info.yaml",
        "edit-url": f"{GITHUB}/edit/main/app/catalog-info.yaml",
        "source-location": f"url:{GITHUB}/tree/main/app/",
    }


HOSTS = [
    ("https://gitlab.com/a/b/c.git", "https://gitlab.com/a/b/c/-/edit/main/x.yaml", "url:https://gitlab.com/a/b/c/-/tree/main/"),
    ("https://bitbucket.org/a/b", "https://bitbucket.org/a/b/src/main/x.yaml?mode=edit", "url:https://bitbucket.org/a/b/src/main/"),
    ("https://codeberg.org/a/b", "https://codeberg.org/a/b/_edit/branch/main/x.yaml", "url:https://codeberg.org/a/b/src/branch/main/"),
]  # fmt: skip


@pytest.mark.parametrize(("remote", "edit", "source"), HOSTS)
def test_other_known_hosts_have_their_own_form(remote: str, edit: str, source: str) -> None:
    found = short(Place("x.yaml", "b", remote, "main"))
    assert (found["edit-url"], found["source-location"]) == (edit, source)


def test_a_commit_cannot_be_edited() -> None:
    assert "edit-url" not in short(Place("x.yaml", "shop", f"{GITHUB}.git", COMMIT))


def test_an_unknown_host_gives_no_links() -> None:
    found = short(Place("x.yaml", "shop", "https://git.example.org/a/b", "main"))
    assert found == {
        "managed-by-location": "git:https://git.example.org/a/b#main:x.yaml",
        "managed-by-origin-location": "git:https://git.example.org/a/b#main:x.yaml",
    }
    assert short(Place("x.yaml", "shop"))["managed-by-location"] == "file:shop/x.yaml"


def test_a_registered_url_is_the_origin_of_what_it_names() -> None:
    found = short(Place(f"{GITHUB}/blob/main/b.yaml", registered_url=f"{GITHUB}/blob/main/a.yaml"))
    assert found["managed-by-origin-location"] == f"url:{GITHUB}/blob/main/a.yaml"
    assert found["managed-by-location"] == f"url:{GITHUB}/blob/main/b.yaml"
    assert found["source-location"] == f"url:{GITHUB}/tree/main/"
    assert "edit-url" not in short(Place("http://127.0.0.1:7099/a.yaml", registered_url="http://127.0.0.1:7099/a.yaml"))
