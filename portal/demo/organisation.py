"""The whole demo organisation: every repository, with the files that teams keep about themselves added."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain

from portal.demo.company import backend, catalogue, delivery, foundations, money, rewards, shop, systems
from portal.demo.company import teams as t
from portal.demo.company.agreements import INTERACTIONS, PROFILES, TeamProfile
from portal.demo.model import Edit, Entity, Repository
from portal.demo.team_files import format_schedule, format_team_api

NAME = "Brindlemoor"

_REPOSITORIES = (
    foundations.ANALYTICS_REPOSITORY,
    backend.BACKEND,
    shop.CART_REPOSITORY,
    catalogue.CATALOGUE_REPOSITORY,
    shop.CHECKOUT_REPOSITORY,
    delivery.DISPATCH_REPOSITORY,
    foundations.DNS_REPOSITORY,
    foundations.EDGE_REPOSITORY,
    rewards.LOYALTY_REPOSITORY,
    systems.ORG_REPOSITORY,
    money.PAYMENTS_REPOSITORY,
    foundations.PLATFORM_REPOSITORY,
    foundations.SCRATCHPAD_REPOSITORY,
    foundations.COMMONS_REPOSITORY,
    shop.STOREFRONT_REPOSITORY,
    delivery.TILL_BRIDGE_REPOSITORY,
)
_CLAIMABLE = frozenset({"Component", "API", "Resource", "System"})


def list_repositories() -> tuple[Repository, ...]:
    """All repositories in order of their names, complete."""
    return tuple(replace(each, edits=(*each.edits, *_make_team_edits(each))) for each in _REPOSITORIES)


def list_entities() -> list[tuple[str, Entity]]:
    """Every entity once with the name of its repository; Groups, Users and what cannot be read are left out."""
    found: dict[str, tuple[str, Entity]] = {}
    for repository in _REPOSITORIES:
        for document in chain.from_iterable(repository.catalog.values()):
            if isinstance(document, Entity):
                found.setdefault(document.ref, (repository.name, document))
    return list(found.values())


def _make_team_edits(repository: Repository) -> list[Edit]:
    return [_make_team_edit(profile) for profile in PROFILES if profile.repository == repository.name]


def _make_team_edit(profile: TeamProfile) -> Edit:
    folder = f"{profile.folder}/" if profile.folder else ""
    schedule = format_schedule(profile.team, gap_on_sunday_night=profile.team == t.CHECKOUT)
    team_api = partial(
        format_team_api,
        profile,
        [(name, entity) for name, entity in list_entities() if _is_owned(entity, profile)],
        [each for each in INTERACTIONS if each.is_declared_by(profile.team)],
    )
    return Edit(
        profile.updated_days_ago,
        profile.team.authors[0],
        f"Say what {profile.team.title} owns and who is on call",
        {f"{folder}team-api.yaml": team_api, f"{folder}oncall.yaml": schedule},
    )


def _is_owned(entity: Entity, profile: TeamProfile) -> bool:
    owner = entity.owner.lower().removeprefix("group:").removeprefix("default/")
    return entity.kind in _CLAIMABLE and owner == profile.team.name
