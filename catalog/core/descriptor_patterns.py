"""Which paths of a repository hold descriptors: patterns such as `catalog-info.yaml` and `**/catalog-info.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from catalog.core.path_patterns import ANY_FOLDERS, PathPattern, compile_name


def compile_patterns(patterns: Iterable[str]) -> Callable[[str], bool]:
    """A test of paths. `**` stands for any folders, `*` and `?` for parts of one name. Case counts.

    Raises ValueError naming a pattern that is empty, absolute or climbs out of the repository.
    """
    compiled = [_compile(pattern) for pattern in patterns]
    return lambda path: any(pattern.matches(path) for pattern in compiled)


def _compile(pattern: str) -> PathPattern:
    parts = pattern.split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"{pattern!r} is no pattern of paths within a repository, such as **/catalog-info.yaml")
    return PathPattern(tuple(ANY_FOLDERS if part == "**" else compile_name(part) for part in parts))
