"""Groups and Users as the text of catalog files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.demo.catalog_files import format_catalog
from portal.demo.model import DOMAIN, ORG, Entity, Person, Team

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def format_groups(groups: Sequence[Team]) -> str:
    """All Groups, each with its parent and children."""
    return format_catalog([_make_group(group, groups) for group in groups])


def format_users(groups: Sequence[Team], more: Mapping[Team, Sequence[Person]] | None = None) -> str:
    """All members as Users. `more` are people who belong to a group without being listed on it."""
    teams_of: dict[Person, list[str]] = {}
    for group in groups:
        for person in (*group.members, *(more or {}).get(group, ())):
            teams = teams_of.setdefault(person, [])
            if not group.lists_members:
                teams.append(group.name)
    return format_catalog([_make_user(person, teams) for person, teams in teams_of.items()])


def format_again(person: Person, group: Team) -> str:
    """Somebody a second time, as another directory has them: under their login, with an address of that directory."""
    profile = {"displayName": person.name, "email": f"{person.key}@{group.slug}.{DOMAIN}"}
    return format_catalog([Entity("User", person.login, {"profile": profile, "memberOf": [group.name]})])


def _make_group(group: Team, groups: Sequence[Team]) -> Entity:
    spec: dict[str, object] = {
        "type": group.type,
        "profile": {"displayName": group.title, "email": f"{group.name}@{DOMAIN}"},
    }
    if group.parent:
        spec["parent"] = group.parent
    spec["children"] = [child.name for child in groups if child.parent == group.name]
    if group.lists_members:
        spec["members"] = [person.key for person in group.members]
    annotations = {}
    if group.type == "team":
        annotations["github.com/team-slug"] = f"{ORG}/{group.slug or group.name}"
    if group.members:
        annotations["bailiwick.dev/lead"] = group.members[0].ref
    return Entity("Group", group.name, spec, title=group.title, description=group.focus, annotations=annotations)


def _make_user(person: Person, teams: list[str]) -> Entity:
    spec: dict[str, object] = {
        "profile": {"displayName": person.name, "email": person.email},
        "memberOf": teams,
    }
    annotations = {"github.com/user-login": person.login}
    if person.more_emails:
        annotations["bailiwick.dev/emails"] = ", ".join(person.more_emails)
    return Entity("User", person.key, spec, annotations=annotations)
