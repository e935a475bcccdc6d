"""Which code is whose.

An entity's code is what ``backstage.io/source-location`` names, else the repository that its project-slug annotation
names, else the folder of its descriptor. A slug that names the descriptor's own repository adds nothing, so the folder
stands. Of all roots that contain a path the deepest wins; entities that share it share the path.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalog.core.code_urls import normalize_path, parse_code_url
from catalog.core.remotes import RemoteAddress, make_address

SOURCE_LOCATION = "backstage.io/source-location"
PROJECT_SLUGS = {
    "github.com/project-slug": "github.com",
    "gitlab.com/project-slug": "gitlab.com",
    "bitbucket.org/project-slug": "bitbucket.org",
}
DESCRIPTOR_NAMES = frozenset({"catalog-info.yaml", "catalog-info.yml"})


class RootBasis(StrEnum):
    """What says that the code belongs to the entity."""

    SOURCE_LOCATION = "source-location"
    PROJECT_SLUG = "project-slug"
    DESCRIPTOR_FOLDER = "descriptor-folder"


@dataclass(frozen=True)
class DeclaredCode:
    """An entity with code, as its descriptor at ``descriptor_path`` declares it."""

    entity_ref: str
    annotations: Mapping[str, str]
    descriptor_path: str


@dataclass(frozen=True)
class CodeRoot:
    """All code of ``repository`` under ``path_prefix`` (all of it if empty) belongs to ``entity_ref``.

    ``repository`` is ``None`` where it is the one that holds the descriptor. ``problem`` says which annotation could
    not be read.
    """

    entity_ref: str
    repository: RemoteAddress | None
    path_prefix: str
    basis: RootBasis
    problem: str = ""


def resolve_roots(
    declared: Iterable[DeclaredCode], own: RemoteAddress | None, branch: str = ""
) -> tuple[CodeRoot, ...]:
    """One root for each entity declared in one repository.

    ``own`` is that repository's address where it has one, ``branch`` the branch that was read.
    """
    return tuple(_resolve_root(code, own, branch) for code in declared)


def _resolve_root(code: DeclaredCode, own: RemoteAddress | None, branch: str) -> CodeRoot:
    written = code.annotations.get(SOURCE_LOCATION, "")
    if written:
        root = _read_source_location(code, written, own, branch)
        if root is not None:
            return root
    problem = f'the annotation {SOURCE_LOCATION} is not understood: "{written}"' if written else ""
    foreign = _find_foreign_slug(code.annotations, own)
    if foreign is not None:
        return CodeRoot(code.entity_ref, foreign, "", RootBasis.PROJECT_SLUG, problem)
    folder = _folder_of(code.descriptor_path)
    return CodeRoot(code.entity_ref, None, folder, RootBasis.DESCRIPTOR_FOLDER, problem)


def _read_source_location(code: DeclaredCode, written: str, own: RemoteAddress | None, branch: str) -> CodeRoot | None:
    """``url:URL`` (also without ``url:``), or ``dir:`` and a folder seen from the descriptor."""
    kind, _, target = written.strip().partition(":")
    if kind == "dir":
        path = normalize_path(f"{_folder_of(code.descriptor_path)}/{target}")
        return None if path is None else CodeRoot(code.entity_ref, None, path, RootBasis.SOURCE_LOCATION)
    address = parse_code_url(target if kind == "url" else written.strip(), branch)
    if address is None:
        return None
    path = address.path
    if address.is_file and path.rpartition("/")[2] in DESCRIPTOR_NAMES:
        path = _folder_of(path)
    repository = None if address.repository == own else address.repository
    return CodeRoot(code.entity_ref, repository, path, RootBasis.SOURCE_LOCATION)


def _find_foreign_slug(annotations: Mapping[str, str], own: RemoteAddress | None) -> RemoteAddress | None:
    """The other repository that a slug names.

    The annotation's name is the same for an installation of one's own, so the slug is at the own host unless that is
    another public one. Without an own address nothing tells a foreign slug from the own one.
    """
    if own is None:
        return None
    for name, public_host in PROJECT_SLUGS.items():
        host = public_host if own.host in PROJECT_SLUGS.values() else own.host
        address = make_address(host, annotations.get(name, "").strip())
        if address is not None and "/" in address.path:
            return None if address == own else address
    return None


def _folder_of(path: str) -> str:
    """The folder of a file; for a file in a hidden folder (``.backstage/``) the folder that one stands in."""
    *folders, _ = path.split("/")
    while folders and folders[-1].startswith("."):
        folders.pop()
    return "/".join(folders)


class RootIndex:
    """The roots of one repository, ready to be asked about many paths."""

    def __init__(self, roots: Iterable[CodeRoot]) -> None:
        self._refs: dict[str, list[str]] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        for root in roots:
            self._refs.setdefault(root.path_prefix, []).append(root.entity_ref)

    def owner_of_path(self, path: str) -> tuple[str, ...]:
        """The refs of the entities whose code the file is, sorted: several share it, none if there is no root."""
        own = self._refs.get(path)
        return tuple(sorted(set(own))) if own else self._owner_of_folder(path.rpartition("/")[0])

    def _owner_of_folder(self, folder: str) -> tuple[str, ...]:
        known = self._known.get(folder)
        if known is None:
            at = folder
            while at and at not in self._refs:
                at = at.rpartition("/")[0]
            known = self._known[folder] = tuple(sorted(set(self._refs.get(at, ()))))
        return known
