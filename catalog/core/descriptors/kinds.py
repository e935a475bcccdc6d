"""The builtin kinds: their versions, what their ``spec`` must hold, and which fields of it point where.

Source: the JSON schemas of @backstage/catalog-model 1.10 and the relations of its ``BuiltinKindsEntityProcessor``.
``dependencyOf`` is read for relations though no schema mentions it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from catalog.core.descriptors.schema import Check, fields, one_of, text, texts
from catalog.core.descriptors.template_schema import TEMPLATE_FIELDS, TEMPLATE_REQUIRED

BACKSTAGE_VERSIONS = frozenset({"backstage.io/v1alpha1", "backstage.io/v1beta1"})
TEMPLATE_VERSIONS = frozenset({"scaffolder.backstage.io/v1beta3"})


@dataclass(frozen=True, slots=True)
class RefField:
    """A spec field that names other entities; ``forward`` runs from the entity, ``backward`` to it."""

    name: str
    default_kind: str | None
    forward: str
    backward: str


@dataclass(frozen=True)
class Kind:
    """One builtin kind. ``known`` are all fields of its spec; ``check`` judges the spec as a whole."""

    name: str
    versions: frozenset[str]
    required: tuple[str, ...]
    known: Mapping[str, Check]
    refs: tuple[RefField, ...]
    check: Check

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of all fields of its spec that mean something."""
        return (*self.known, *(field.name for field in self.refs))

    @property
    def needs_owner(self) -> bool:
        """Whether an entity of this kind must say who owns it."""
        return "owner" in self.required


_OWNER = RefField("owner", "Group", "ownedBy", "ownerOf")
_SYSTEM = RefField("system", "System", "partOf", "hasPart")
_DEPENDS_ON = RefField("dependsOn", None, "dependsOn", "dependencyOf")
_DEPENDENCY_OF = RefField("dependencyOf", None, "dependencyOf", "dependsOn")
_PROFILE = fields((), {"displayName": text, "email": text, "picture": text})

# What an organisation's own kinds get: nothing is demanded, and the commonest fields mean what they mean elsewhere.
CUSTOM_REFS = (_OWNER, _DEPENDS_ON, _DEPENDENCY_OF, _SYSTEM)


def _kind(
    name: str,
    required: tuple[str, ...],
    known: Mapping[str, Check],
    *refs: RefField,
    versions: frozenset[str] = BACKSTAGE_VERSIONS,
) -> Kind:
    return Kind(name, versions, required, known, refs, fields(required, known))


_ALL = (
    _kind(
        "Component",
        ("type", "lifecycle", "owner"),
        {"type": text, "lifecycle": text, "owner": text, "system": text, "subcomponentOf": text}
        | {"providesApis": texts, "consumesApis": texts, "dependsOn": texts},
        _OWNER,
        RefField("subcomponentOf", "Component", "partOf", "hasPart"),
        RefField("providesApis", "API", "providesApi", "apiProvidedBy"),
        RefField("consumesApis", "API", "consumesApi", "apiConsumedBy"),
        _DEPENDS_ON,
        _DEPENDENCY_OF,
        _SYSTEM,
    ),
    _kind(
        "API",
        ("type", "lifecycle", "owner", "definition"),
        {"type": text, "lifecycle": text, "owner": text, "system": text, "definition": text},
        _OWNER,
        _SYSTEM,
    ),
    _kind(
        "Resource",
        ("type", "owner"),
        {"type": text, "owner": text, "dependsOn": texts, "system": text},
        _OWNER,
        _DEPENDS_ON,
        _DEPENDENCY_OF,
        _SYSTEM,
    ),
    _kind(
        "System",
        ("owner",),
        {"owner": text, "domain": text, "type": text},
        _OWNER,
        RefField("domain", "Domain", "partOf", "hasPart"),
    ),
    _kind(
        "Domain",
        ("owner",),
        {"owner": text, "subdomainOf": text, "type": text},
        _OWNER,
        RefField("subdomainOf", "Domain", "partOf", "hasPart"),
    ),
    _kind(
        "Group",
        ("type", "children"),
        {"type": text, "profile": _PROFILE, "parent": text, "children": texts, "members": texts},
        RefField("parent", "Group", "childOf", "parentOf"),
        RefField("children", "Group", "parentOf", "childOf"),
        RefField("members", "User", "hasMember", "memberOf"),
    ),
    _kind(
        "User",
        ("memberOf",),
        {"profile": _PROFILE, "memberOf": texts},
        RefField("memberOf", "Group", "memberOf", "hasMember"),
    ),
    _kind(
        "Location",
        (),
        {"type": text, "target": text, "targets": texts, "presence": one_of("required", "optional")},
    ),
    _kind("Template", TEMPLATE_REQUIRED, TEMPLATE_FIELDS, _OWNER, versions=TEMPLATE_VERSIONS),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}


def find_kind(api_version: str, name: str) -> Kind | None:
    """The builtin kind of this name in this version, None if there is none. Names are compared with case."""
    kind = KINDS.get(name)
    return kind if kind is not None and api_version in kind.versions else None
