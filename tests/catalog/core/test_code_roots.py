"""Which code is whose."""

from __future__ import annotations

import pytest

from catalog.core.code_roots import CodeRoot, DeclaredCode, RootBasis, RootIndex, resolve_roots
from catalog.core.remotes import RemoteAddress

OWN = RemoteAddress("github.com", "acme/shop")
SOURCE = "backstage.io/source-location"
SLUG = "github.com/project-slug"


def resolve(
    annotations: dict[str, str], path: str = "cart/catalog-info.yaml", own: RemoteAddress | None = OWN, branch: str = ""
) -> CodeRoot:
    (root,) = resolve_roots([DeclaredCode("component:default/cart", annotations, path)], own, branch)
    return root


@pytest.mark.parametrize(
    ("path", "prefix"),
    [
        ("catalog-info.yaml", ""),
        ("cart/catalog-info.yaml", "cart"),
        ("a/b/c.yaml", "a/b"),
        (".backstage/catalog-info.yaml", ""),
        ("cart/.backstage/catalog-info.yaml", "cart"),
        (".hidden/cart/catalog-info.yaml", ".hidden/cart"),
    ],
)
def test_without_annotations_it_is_the_descriptors_folder(path: str, prefix: str) -> None:
    assert resolve({}, path) == CodeRoot("component:default/cart", None, prefix, RootBasis.DESCRIPTOR_FOLDER)


@pytest.mark.parametrize(
    ("written", "repository", "prefix"),
    [
        ("url:https://github.com/acme/shop/tree/main/services/cart/", None, "services/cart"),
        ("url:https://github.com/ACME/Shop/tree/main/services/cart/", None, "services/cart"),
        ("https://github.com/acme/shop", None, ""),
        ("url:https://github.com/acme/other", "github.com/acme/other", ""),
        ("url:https://gitlab.com/acme/shop/-/tree/main/x", "gitlab.com/acme/shop", "x"),
        ("url:https://github.com/acme/shop/blob/main/api/openapi.yaml", None, "api/openapi.yaml"),
        ("url:https://github.com/acme/shop/blob/main/api/catalog-info.yaml", None, "api"),
        ("dir:.", None, "cart"),
        ("dir:../payments", None, "payments"),
    ],
)
def test_source_location_comes_first(written: str, repository: str | None, prefix: str) -> None:
    root = resolve({SOURCE: written, SLUG: "acme/third"})
    shown = str(root.repository) if root.repository else None
    assert (shown, root.path_prefix, root.basis, root.problem) == (
        repository,
        prefix,
        RootBasis.SOURCE_LOCATION,
        "",
    )


def test_source_location_on_a_branch_with_slashes() -> None:
    root = resolve({SOURCE: "url:https://github.com/acme/shop/tree/release/1/cart"}, branch="release/1")
    assert root.path_prefix == "cart"


@pytest.mark.parametrize(
    "written", ["url:", "dir:../../..", "url:${{ values.url }}", "cart", "url:https://github.com/x"]
)
def test_source_location_that_is_not_understood_is_named_and_the_next_basis_counts(written: str) -> None:
    root = resolve({SOURCE: written})
    assert root.basis is RootBasis.DESCRIPTOR_FOLDER
    assert written in root.problem


@pytest.mark.parametrize(
    ("annotations", "own", "repository"),
    [
        ({SLUG: "acme/other"}, OWN, "github.com/acme/other"),
        ({SLUG: "acme/other"}, RemoteAddress("ghe.example", "acme/shop"), "ghe.example/acme/other"),
        ({SLUG: "acme/shop"}, RemoteAddress("gitlab.com", "acme/shop"), "github.com/acme/shop"),
        ({"gitlab.com/project-slug": "g/s/other"}, OWN, "gitlab.com/g/s/other"),
    ],
)
def test_slug_of_another_repository_is_all_of_it(
    annotations: dict[str, str], own: RemoteAddress, repository: str
) -> None:
    root = resolve(annotations, own=own)
    assert (str(root.repository), root.path_prefix, root.basis) == (repository, "", RootBasis.PROJECT_SLUG)


@pytest.mark.parametrize(
    ("slug", "own"),
    [
        ("acme/shop", OWN),
        ("Acme/Shop", OWN),
        ("acme/shop", RemoteAddress("ghe.example", "acme/shop")),
        ("acme/other", None),
        ("${{ values.slug }}x", OWN),
        ("shop", OWN),
        ("", OWN),
    ],
)
def test_slug_that_adds_nothing_leaves_the_descriptors_folder(slug: str, own: RemoteAddress | None) -> None:
    root = resolve({SLUG: slug}, own=own)
    assert (root.repository, root.path_prefix, root.basis) == (None, "cart", RootBasis.DESCRIPTOR_FOLDER)


def index(**prefixes: str) -> RootIndex:
    return RootIndex(CodeRoot(ref, None, prefix, RootBasis.DESCRIPTOR_FOLDER) for ref, prefix in prefixes.items())


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("README.md", ("shop",)),
        ("cart/a.py", ("cart",)),
        ("cart/api/x/y.py", ("api",)),
        ("cartoon/a.py", ("shop",)),
        ("cart", ("cart",)),
        ("tie/a", ("left", "right")),
        ("one/file.py", ("file",)),
        ("one/file.py.bak", ("shop",)),
    ],
)
def test_deepest_prefix_wins_and_ties_share(path: str, owners: tuple[str, ...]) -> None:
    roots = index(shop="", cart="cart", api="cart/api", right="tie", left="tie", file="one/file.py")
    assert roots.owner_of_path(path) == owners


def test_path_outside_all_roots_is_nobodys() -> None:
    assert index(cart="cart").owner_of_path("README.md") == ()
    assert index(cart="cart").owner_of_path("other/x") == ()


def test_one_entity_with_the_same_root_twice_counts_once() -> None:
    root = CodeRoot("cart", None, "cart", RootBasis.DESCRIPTOR_FOLDER)
    assert RootIndex([root, root]).owner_of_path("cart/x") == ("cart",)


def test_asking_again_gives_the_same() -> None:
    roots = index(shop="", cart="cart")
    assert [roots.owner_of_path("cart/x/y") for _ in range(2)] == [("cart",)] * 2
