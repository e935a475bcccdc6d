"""What the names in claims stand for: the text as written on one side, teams and people of the catalog on the other.

    ``@org/slug``       the Group that says so (``github.com/team-slug``), else the only one of that name
    ``@login``          the User that says so (``github.com/user-login``), a top-level GitLab group
    ``ada@example.org`` whoever has that address in their profile or as an alias; one that a Git host gives out
                        (``12345+login@users.noreply.github.com``) whoever has that login
    anything else       a reference, to a Group unless it says otherwise; also one of former days

What binds to no team is unknown and says why. It is never taken for another team.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from catalog.core.addresses import EMAIL, GITHUB_LOGIN, GITLAB_LOGIN, read_noreply_login
from catalog.core.refs import DEFAULT_NAMESPACE, RefError, parse_ref

GITHUB_TEAM = "github-team"
GITLAB_GROUP = "gitlab-group"
FORMER_REF = "ref"

LONGEST_HANDLE = 500

_EMAIL_FORM = re.compile(r"[^@\s/:]+@[^@\s/:]+\.[^@\s/:]+")


@dataclass(frozen=True, slots=True)
class Binding:
    """What one text stands for.

    ``team_ref`` is the team it names, or the only team of the person it names, in which case ``person_ref`` is set;
    empty if it leads to no team, and ``why_unknown`` then is the rest of a sentence that starts with the text.
    """

    text: str
    team_ref: str = ""
    person_ref: str = ""
    why_unknown: str = ""

    @property
    def names_team(self) -> bool:
        """Whether the text names a team itself, not by way of a person."""
        return bool(self.team_ref) and not self.person_ref


@dataclass(frozen=True)
class Directory:
    """Teams and people of the catalog at one moment. Refs are canonical, in lower case.

    ``teams`` and ``people`` go from ref to the name shown; ``aliases`` from scheme and value (in lower case) to refs;
    ``teams_of`` from a person's ref to the refs of the teams they are in now.
    """

    teams: Mapping[str, str]
    people: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    teams_of: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def bind(self, text: str, namespace: str = DEFAULT_NAMESPACE) -> Binding:
        """What ``text`` stands for; references without a namespace are in ``namespace``, the claiming entity's."""
        written = text.strip()
        if not written or len(written) > LONGEST_HANDLE:
            return Binding(text, why_unknown="is no name of a team")
        if written.startswith("@@"):
            return Binding(text, why_unknown="is a role on the Git host, not a team")
        if written.startswith("@"):
            return self._bind_handle(text, written[1:].lower())
        if _EMAIL_FORM.fullmatch(written):
            return self._bind_email(text, written.lower())
        return self._bind_ref(text, written, namespace)

    def _bind_email(self, text: str, address: str) -> Binding:
        found, login = self._known(EMAIL, address), read_noreply_login(address)
        if not found and login:
            found = (*self._known(GITHUB_LOGIN, login), *self._known(GITLAB_LOGIN, login))
        return self._bind_one(text, found, "is an address nobody in the catalog has")

    def _bind_handle(self, text: str, handle: str) -> Binding:
        if "/" not in handle:
            found = (*self._known(GITHUB_LOGIN, handle), *self._known(GITLAB_LOGIN, handle))
            return self._bind_one(
                text, found or self._known(GITLAB_GROUP, handle), "is a login nobody in the catalog has"
            )
        slug = handle.rpartition("/")[2]
        found = (*self._known(GITHUB_TEAM, handle), *self._known(GITLAB_GROUP, handle))
        found = found or self._known(GITHUB_TEAM, slug) or self._team_refs_by_name.get(slug, ())
        return self._bind_one(text, found, "is no team of the catalog")

    def _bind_ref(self, text: str, written: str, namespace: str) -> Binding:
        try:
            ref = str(parse_ref(written, "group", namespace))
        except RefError:
            return Binding(text, why_unknown="is no reference")
        known = ref in self.teams or ref in self.people
        what = "person" if ref.startswith("user:") else "team"
        return self._bind_one(text, (ref,) if known else self._known(FORMER_REF, ref), f"is no {what} of the catalog")

    def _bind_one(self, text: str, refs: Iterable[str], why_unknown: str) -> Binding:
        found = sorted({ref for ref in refs if ref in self.teams or ref in self.people})
        match found:
            case []:
                return Binding(text, why_unknown=why_unknown)
            case [ref] if ref in self.teams:
                return Binding(text, team_ref=ref)
            case [ref]:
                return self._bind_person(text, ref)
            case _:
                return Binding(text, why_unknown=f"may be any of {', '.join(found)}")

    def _bind_person(self, text: str, person_ref: str) -> Binding:
        match sorted(self.teams_of.get(person_ref, ())):
            case [team_ref]:
                return Binding(text, team_ref, person_ref)
            case []:
                return Binding(text, "", person_ref, "is a person in no team")
            case several:
                return Binding(text, "", person_ref, f"is a person in several teams: {', '.join(several)}")

    def _known(self, scheme: str, value: str) -> tuple[str, ...]:
        return tuple(self.aliases.get((scheme, value), ()))

    @cached_property
    def _team_refs_by_name(self) -> dict[str, tuple[str, ...]]:
        by_name: dict[str, tuple[str, ...]] = {}
        for ref in self.teams:
            name = ref.rpartition("/")[2]
            by_name[name] = (*by_name.get(name, ()), ref)
        return by_name
