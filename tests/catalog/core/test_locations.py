import pytest

from catalog.core.descriptors.model import LocationTarget
from catalog.core.locations import Place, resolve_targets
from catalog.core.remotes import parse_remote

NAMED = {"catalog-info.yaml", "teams/a.yaml", "teams/b.yaml", "teams/deep/c.yaml", "all.yaml"}
FILES = frozenset(NAMED | {"{a,b", "teams/h.yaml", ".hidden/h.yaml", "teams/.h/h.yaml"})
HERE = Place(parse_remote("https://github.com/acme/org.git"), "main", FILES)


def resolve(target: str, path: str = "catalog-info.yaml", presence: str = "required", place: Place = HERE) -> object:
    (found,) = resolve_targets(path, [LocationTarget(None, target, presence)], place)  # type: ignore[arg-type]
    return found.paths or ("elsewhere" if found.is_elsewhere else found.problem)


@pytest.mark.parametrize(
    ("target", "path", "paths"),
    [
        ("./teams/a.yaml", "catalog-info.yaml", ("teams/a.yaml",)),
        ("teams/a.yaml", "catalog-info.yaml", ("teams/a.yaml",)),
        ("../all.yaml", "teams/a.yaml", ("all.yaml",)),
        ("./teams/*.yaml", "catalog-info.yaml", ("teams/a.yaml", "teams/b.yaml", "teams/h.yaml")),
        (
            "./teams/**/*.yaml",
            "catalog-info.yaml",
            ("teams/a.yaml", "teams/b.yaml", "teams/deep/c.yaml", "teams/h.yaml"),
        ),
        ("/all.yaml", "teams/a.yaml", ("all.yaml",)),
        ("/teams/*.yaml", "teams/deep/c.yaml", ("teams/a.yaml", "teams/b.yaml", "teams/h.yaml")),
        ("./teams/{a,b}.yaml", "catalog-info.yaml", ("teams/a.yaml", "teams/b.yaml")),
        ("./{teams,none}/**/{c,d}.yaml", "catalog-info.yaml", ("teams/deep/c.yaml",)),
        ("./{a,b", "{a,b", ("{a,b",)),
        ("./**/h.yaml", "catalog-info.yaml", ("teams/h.yaml",)),
        ("./.hidden/*.yaml", "catalog-info.yaml", (".hidden/h.yaml",)),
        ("https://github.com/acme/org/blob/main/teams/a.yaml", "catalog-info.yaml", ("teams/a.yaml",)),
        ("https://github.com/acme/org/tree/main/all.yaml", "catalog-info.yaml", ("all.yaml",)),
        ("https://raw.githubusercontent.com/acme/org/main/all.yaml", "catalog-info.yaml", ("all.yaml",)),
        (
            "https://github.com/ACME/Org/blob/main/teams/*.yaml",
            "x.yaml",
            ("teams/a.yaml", "teams/b.yaml", "teams/h.yaml"),
        ),
    ],
)
def test_targets_within_the_repository_are_found(target: str, path: str, paths: tuple[str, ...]) -> None:
    assert resolve(target, path) == paths


@pytest.mark.parametrize(
    "target",
    [
        "https://github.com/acme/other/blob/main/all.yaml",
        "https://example.org/all.yaml",
        "https://github.com.evil.example/acme/org/blob/main/all.yaml",
        "http://[bad",
    ],
)
def test_other_places_are_no_fault_and_not_followed(target: str) -> None:
    assert resolve(target) == "elsewhere"


@pytest.mark.parametrize("target", ["../all.yaml", "../../etc/passwd", "/../x", ".", "a\nb"])
def test_a_target_that_leads_out_is_named(target: str) -> None:
    assert "leads out" in str(resolve(target))


def test_a_missing_target_is_a_problem_only_where_it_is_required() -> None:
    assert "names no file" in str(resolve("./none.yaml"))
    assert "names no file" in str(resolve("./none/*.yaml"))
    assert resolve("./none.yaml", presence="optional") == ""


def test_without_an_address_of_its_own_a_repository_has_only_relative_targets() -> None:
    unknown = Place(None, "main", FILES)
    assert resolve("./all.yaml", place=unknown) == ("all.yaml",)
    assert resolve("https://github.com/acme/org/blob/main/all.yaml", place=unknown) == "elsewhere"
