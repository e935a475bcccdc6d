"""What to do about each place that descriptors come from: register it, leave it, or say which repository to clone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalog.core.code_urls import parse_code_url
from catalog.core.moving.places import FoundPlace
from catalog.core.registered import check_url
from catalog.core.remotes import RemoteAddress

_FILE = re.compile(r"\.(?:ya?ml|json)(?:[?#].*)?$", re.IGNORECASE)
_FROM_ENVIRONMENT = re.compile(r"\$\{[^}]*\}")
_PROVIDERS = {
    "github": "GitHub", "githubOrg": "GitHub", "gitlab": "GitLab", "bitbucketCloud": "Bitbucket",
    "bitbucketServer": "Bitbucket Data Center", "gerrit": "Gerrit", "gitea": "Gitea", "azureDevOps": "Azure DevOps",
}  # fmt: skip


class Action(StrEnum):
    """What is done about a place."""

    REGISTER = "register"
    KNOWN = "known"
    SCANNED = "scanned"
    CLONE = "clone"
    BY_HAND = "by-hand"


@dataclass(frozen=True, slots=True)
class Step:
    """A place and what is done about it, with a sentence that says why or what is left to do."""

    action: Action
    place: FoundPlace
    sentence: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a script reads it."""
        place = self.place
        return {
            "action": self.action.value,
            "type": place.type,
            "target": place.target,
            "entities": place.entities,
            "sentence": self.sentence,
        }


def plan_steps(
    places: Iterable[FoundPlace], urls: Collection[str], repositories: Collection[RemoteAddress]
) -> list[Step]:
    """A step for each place, given the URLs that are registered here and the repositories that are scanned here."""
    return [_plan(place, urls, repositories) for place in places if place.type != "bootstrap"]


def _plan(place: FoundPlace, urls: Collection[str], repositories: Collection[RemoteAddress]) -> Step:
    if found := _FROM_ENVIRONMENT.search(place.target):
        return Step(
            Action.BY_HAND, place, f"{found[0]} is known to that Backstage's environment only: register it by hand."
        )
    if place.type == "url":
        return _plan_url(place, urls, repositories)
    if place.type == "file":
        return Step(Action.CLONE, place, "A file on that Backstage's own disk: clone the repository it is kept in.")
    host = _PROVIDERS.get(place.type, place.type)
    return Step(
        Action.BY_HAND, place, f"Found by a provider for {host}: clone these repositories into a folder and add it."
    )


def _plan_url(place: FoundPlace, urls: Collection[str], repositories: Collection[RemoteAddress]) -> Step:
    if place.target in urls:
        return Step(Action.KNOWN, place, "Registered already.")
    code = parse_code_url(place.target.replace("*", "%2A"))
    if code is not None and code.repository in repositories:
        return Step(Action.SCANNED, place, f"{code.repository} is scanned already.")
    if "*" in place.target:
        where = str(code.repository) if code else "the repository"
        return Step(
            Action.CLONE, place, f"It has a wildcard: clone {where}, where every file of the usual name is found."
        )
    problem = check_url(place.target)
    if problem:
        return Step(Action.BY_HAND, place, f"It cannot be registered: {problem}.")
    if not place.is_registered and not _FILE.search(place.target):
        return Step(Action.BY_HAND, place, "A provider's own address, not a file: see the providers of that Backstage.")
    return Step(Action.REGISTER, place)
