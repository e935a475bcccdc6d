"""Short ways to write the entities of the demo down."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from portal.demo.model import HOST, ORG, Entity, Team

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Types of Components that are Services.
SERVICE_TYPES = frozenset({"service", "website", "worker", "data-pipeline"})


def component(
    name: str,
    owner: Team | str,
    description: str,
    *,
    type: str = "service",  # noqa: A002 - the field's name in a descriptor
    lifecycle: str = "production",
    system: str = "",
    depends_on: tuple[str, ...] = (),
    provides: tuple[str, ...] = (),
    consumes: tuple[str, ...] = (),
    calls: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    tags: tuple[str, ...] = (),
    links: tuple[tuple[str, str], ...] = (),
) -> Entity:
    """A Component. `calls` says which of what it depends on or consumes is called `sync` and which `async`."""
    spec = _spec(
        type=type,
        lifecycle=lifecycle,
        owner=_owner(owner),
        system=system,
        dependsOn=list(depends_on),
        providesApis=list(provides),
        consumesApis=list(consumes),
    )
    coupling = {"bailiwick.dev/coupling": json.dumps(calls)} if calls else {}
    return Entity(
        "Component",
        name,
        spec,
        description=description,
        annotations={**(annotations or {}), **coupling},
        labels=labels or {},
        tags=tags,
        links=links,
    )


def api(
    name: str,
    owner: Team,
    description: str,
    definition: object,
    *,
    type: str = "openapi",  # noqa: A002 - the field's name in a descriptor
    system: str = "",
) -> Entity:
    """An API; `definition` is its text, or a placeholder such as `{"$text": "./openapi.yaml"}`."""
    spec = _spec(type=type, lifecycle="production", owner=owner.name, system=system, definition=definition)
    return Entity("API", name, spec, description=description)


def resource(
    name: str,
    type: str,  # noqa: A002 - the field's name in a descriptor
    owner: Team | None,
    description: str,
    *,
    title: str = "",
    system: str = "",
) -> Entity:
    """A Resource; without an owner, the one document of the demo that says nothing about it."""
    spec = _spec(type=type, owner=owner.name if owner else "", system=system)
    return Entity("Resource", name, spec, title=title, description=description)


def system(name: str, owner: Team, domain: str, description: str) -> Entity:
    """A System."""
    return Entity("System", name, _spec(owner=owner.name, domain=domain), description=description)


def domain(name: str, owner: Team, description: str) -> Entity:
    """A Domain."""
    return Entity("Domain", name, _spec(owner=owner.name), description=description)


def at_folder(repository: str, folder: str = "") -> dict[str, str]:
    """The annotation that says where the code is: a folder of a repository, or all of it."""
    path = f"tree/main/{folder}/" if folder else "tree/main/"
    return {"backstage.io/source-location": f"url:{HOST}/{repository}/{path}"}


def in_project(repository: str) -> dict[str, str]:
    """The annotation that names the project on the Git host."""
    return {"github.com/project-slug": f"{ORG}/{repository}"}


def on_call(schedule: str) -> dict[str, str]:
    """The annotation that names the schedule on call."""
    return {"bailiwick.dev/on-call-ref": f"schedule:default/{schedule}"}


def is_service(entity: Entity) -> bool:
    """Whether the entity is a Component of a service type."""
    return entity.kind == "Component" and entity.spec["type"] in SERVICE_TYPES


def _owner(owner: Team | str) -> str:
    return owner.name if isinstance(owner, Team) else owner


def _spec(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value not in ("", [])}
