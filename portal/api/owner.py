"""`/owner`: the 3 a.m. question in one call. Whose is this, and how do I reach them?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from django.utils import timezone

from catalog.core.access import Actor
from catalog.core.code_urls import normalize_path
from catalog.core.remotes import LONGEST_URL
from catalog.models import Entity
from portal.api.base import ReadView
from portal.api.contacts import Contact, list_contacts
from portal.api.on_call_answers import OnCallNow, describe_now
from portal.api.owners import get_full_owners
from portal.api.problems import BadParametersError
from portal.api.query import text_parameter
from portal.api.shapes import Fault, OwnerFull, Shape
from portal.body import Body
from portal.selectors.hosts import HOST
from portal.selectors.names import get_names
from portal.selectors.whereabouts import (
    Whereabout,
    find_by_email,
    find_by_host,
    find_by_ref,
    find_by_repository,
    list_bodies,
)

QUESTIONS = ("ref", "repo", "email", "host")
LONGEST_PATH = 1000
_REPO = "A repository: its name, `org/name` at its host, or an address of it or of a file in it."
_PATH = "A path in the repository; the deepest folder that belongs to something wins."


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerMatch(Shape):
    """Something that what was asked for belongs to, and who answers for it."""

    subject_ref: str
    name: str
    kind: str
    via: Annotated[str, "How it was found, as a sentence."]
    owner: Annotated[Contact | None, "Null where the claims lead to nobody, or you may not see to whom."]
    confidence: Annotated[float, "From 0 to 1."]
    reasons: list[str]
    since: datetime | None
    is_withheld: Annotated[bool, "Whether something is left out because it stands in a source you may not see."]
    on_call: Annotated[OnCallNow, "Who is on call for it at this moment."]
    on_call_url: Annotated[str | None, "Where its descriptor says that the people on call are found."]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerAnswer(Shape):
    """Who answers for something."""

    answer: Annotated[
        Literal["owned", "nobody", "unknown"],
        "`nobody`: it is known and nobody owns it. `unknown`: the catalog knows nothing of it that you may see.",
    ]
    detail: str
    matches: Annotated[list[OwnerMatch], "Several where several share it; at most 20 of each kind."]


def _check_path(text: str) -> str:
    return "" if normalize_path(text) is not None else "Must be a path inside the repository."


def _check_host(text: str) -> str:
    return "" if HOST.fullmatch(text.strip()) else "Must be the name of a host, as in checkout.example.com."


_ASK: Mapping[str, Callable[[Actor, str, str], list[Whereabout]]] = {
    "ref": lambda actor, text, _path: find_by_ref(actor, text),
    "repo": find_by_repository,
    "email": lambda actor, text, _path: find_by_email(actor, text),
    "host": lambda actor, text, _path: find_by_host(actor, text),
}


class GetOwner(ReadView):
    """Whose is this? Ask by exactly one of `ref`, `repo` (with `path` if you like), `email` and `host`."""

    subject = "ownership"
    answer = OwnerAnswer
    parameters = (
        text_parameter("ref", "An entity: a ref, a former ref, or its name."),
        text_parameter("repo", _REPO, longest=LONGEST_URL),
        text_parameter("path", _PATH, _check_path, LONGEST_PATH),
        text_parameter("email", "The address of a person or a team."),
        text_parameter("host", "A host that a descriptor names in a link or an annotation. Best effort.", _check_host),
    )

    def read(self) -> OwnerAnswer:
        """Who it is. At most nineteen queries."""
        asked = [name for name in QUESTIONS if name in self.asked]
        if len(asked) != 1:
            raise BadParametersError([Fault(parameter="ref", detail=f"Ask by exactly one of {', '.join(QUESTIONS)}.")])
        (name,) = asked
        if "path" in self.asked and name != "repo":
            raise BadParametersError([Fault(parameter="path", detail="Goes with repo only.")])
        found = _ASK[name](self.actor, self.asked[name], self.asked.get("path", ""))
        matches = describe_matches(self.actor, found)
        return OwnerAnswer(answer=_sum_up(matches), detail=_say(name, matches), matches=matches)


def _sum_up(matches: Sequence[OwnerMatch]) -> Literal["owned", "nobody", "unknown"]:
    if any(match.owner for match in matches):
        return "owned"
    return "nobody" if matches and not all(match.is_withheld for match in matches) else "unknown"


def _say(asked: str, matches: Sequence[OwnerMatch]) -> str:
    names = dict.fromkeys(match.owner.name for match in matches if match.owner)
    if names:
        return f"It belongs to {' and '.join(names)}."
    if any(match.is_withheld for match in matches):
        return "Who owns it stands in a source that you may not see."
    if matches:
        return "Nobody owns it, as far as the catalog knows."
    what = {"ref": "no entity of this name", "repo": "no such repository", "email": "nobody with this address"}
    return f"Unknown: the catalog has {what.get(asked, 'nothing that names this host')}."


def describe_matches(actor: Actor, found: Sequence[Whereabout]) -> list[OwnerMatch]:
    """What was found, with owners and how to reach them. Fifteen queries at most, however much it is."""
    subjects = [each.subject_ref for each in found]
    owners = get_full_owners(actor, [each.subject_ref for each in found if not each.team_ref])
    names, entities = get_names(actor, subjects), list_bodies(actor, subjects)
    settled = {each.team_ref for each in found if each.team_ref}
    contacts = list_contacts(actor, settled | {owner.ref for owner in owners.values() if owner.ref})
    asked = dict.fromkeys(each.team_ref or each.subject_ref for each in found)
    on_call = describe_now(actor, list(asked), timezone.now())
    matches = []
    for each in found:
        owner, named = owners.get(each.subject_ref), names[each.subject_ref]
        team_ref = each.team_ref or (owner.ref if owner else None) or ""
        matches.append(
            OwnerMatch(
                subject_ref=each.subject_ref,
                name=named.name,
                kind=named.kind,
                via=each.via,
                owner=contacts.get(team_ref),
                confidence=1.0 if each.team_ref else owner.confidence if owner else 0.0,
                reasons=owner.reasons if owner else [],
                since=owner.since if owner else None,
                is_withheld=_is_withheld(owner),
                on_call=on_call[each.team_ref or each.subject_ref],
                on_call_url=_find_on_call(entities.get(each.subject_ref)),
            )
        )
    return matches


def _is_withheld(owner: OwnerFull | None) -> bool:
    return owner is not None and owner.is_withheld


def _find_on_call(entity: Entity | None) -> str | None:
    link = Body.read(entity.body_json).on_call_link if entity else None
    return link.url if link else None
