"""Conflicts as people see them: both claimants side by side, whom each names, and who may decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from catalog.core.access import Actor, may_for_any
from catalog.core.handles import Binding, Directory
from catalog.core.refs import parse_ref
from catalog.models import Descriptor, DescriptorChoice, Entity
from catalog.selectors.conflicts import IS_DECIDED, list_all_claimants, list_choices, list_claimants, list_contested
from catalog.selectors.directory import get_directory
from catalog.selectors.ownership import get_owners
from catalog.selectors.subjects import REPOSITORY_PREFIX
from portal.body import Body
from portal.host import file_at_host
from portal.links import conflict_url, conflict_withdraw_url
from portal.origins import document_url, origin_url
from portal.selectors.actors import ActorNames, get_actor_names
from portal.selectors.names import Named, Names, get_names

#: Who owns a team, or a person, is no question for the team itself: administrators decide.
KINDS_OF_ADMINISTRATORS = frozenset({"group", "user"})
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Claimant:
    """One document that declares the ref: where it stands, and whom it names as the owner."""

    descriptor: Descriptor
    owner_text: str
    team: Named | None
    why_unknown: str
    is_chosen: bool

    @property
    def is_in_force(self) -> bool:
        """Whether it counts."""
        return self.descriptor.state == Descriptor.State.IN_FORCE

    @property
    def url(self) -> str:
        """Where to look at the document: a page of the portal, or the URL it was read from."""
        return document_url(self.descriptor)

    @property
    def origin_url(self) -> str:
        """The page of the repository or registered URL that holds it."""
        return origin_url(self.descriptor.origin)

    @property
    def host_url(self) -> str:
        """The same at its host, where that is known."""
        row = self.descriptor
        return file_at_host(row.origin, row.commit, row.path, row.line)


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """A decision with the names of who took it and who ended it."""

    choice: DescriptorChoice
    decided_by: str
    ended_by: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One ref that several documents declare. `is_holder_hidden`: the one that counts is not for the actor to see."""

    ref: str
    named: Named
    claimants: Sequence[Claimant]
    is_holder_hidden: bool
    choice: ShownChoice | None
    past: Sequence[ShownChoice]
    may_decide: bool

    @property
    def is_contested(self) -> bool:
        """Whether there is more than one claimant now."""
        return len(self.claimants) + self.is_holder_hidden > 1

    @property
    def url(self) -> str:
        """Its page."""
        return conflict_url(self.ref)

    @property
    def withdraw_url(self) -> str:
        """Where the decision is taken back."""
        return conflict_withdraw_url(self.ref)


def describe_conflicts(actor: Actor, entities: Sequence[Entity]) -> list[Conflict]:
    """Conflicts about these entities, in their order. At most fourteen queries, however many they are."""
    loaded = _load(actor, [entity.ref for entity in entities])
    return [loaded.describe(actor, entity.ref) for entity in entities]


def get_conflict(actor: Actor, ref: str) -> Conflict | None:
    """What there is to see of one ref: a conflict, or what was decided about it; None if there is nothing."""
    entity = Entity.objects.filter(ref=ref.lower()).first()
    if entity is None:
        return None
    (conflict,) = describe_conflicts(actor, [entity])
    is_seen = any(not claimant.is_in_force for claimant in conflict.claimants)
    return conflict if is_seen or conflict.choice or conflict.past else None


def get_choice(actor: Actor, ref: str) -> ShownChoice | None:
    """What a person decided about a ref and holds now, if the actor may see it. At most three queries."""
    choice = list_choices(actor, [ref]).filter(ended_at=None).first()
    if choice is None:
        return None
    return ShownChoice(choice, get_actor_names([choice.decided_by_ref])[choice.decided_by_ref], "")


def list_conflicts_of(actor: Actor, team_refs: Collection[str]) -> list[Conflict]:
    """Conflicts that nobody decided and that one of these teams has to do with. One query where there are none.

    Of all that wait only what tells whose they are is read: most are another team's.
    """
    if not team_refs:
        return []
    undecided = list_contested(actor).filter(~Q(IS_DECIDED)).order_by("ref")
    waiting = list(undecided.values_list("ref", flat=True)[: 10 * MOST_SHOWN])
    if not waiting:
        return []
    weighed = _weigh(waiting)
    theirs = [ref for ref in waiting if not weighed.involved[ref].isdisjoint(team_refs)][:MOST_SHOWN]
    if not theirs:
        return []
    loaded = _load(actor, theirs, weighed)
    return [loaded.describe(actor, ref) for ref in theirs]


class _Said(NamedTuple):
    """What of a document tells whose its ref is, whoever may see it."""

    pk: int
    ref: str
    origin_id: int
    body_json: str


@dataclass(frozen=True, slots=True)
class _Weighed:
    """By ref: how many documents declare it, and the teams that have to do with it; `bound` as in `_Loaded`."""

    totals: Counter[str]
    bound: Mapping[int, tuple[str, Binding]]
    involved: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What conflicts are described from, by ref; `bound` by descriptor: the owner as written, what it stands for."""

    visible: Mapping[str, Sequence[Descriptor]]
    totals: Mapping[str, int]
    choices: Mapping[str, Sequence[DescriptorChoice]]
    bound: Mapping[int, tuple[str, Binding]]
    involved: Mapping[str, frozenset[str]]
    names: Names
    people: ActorNames

    def describe(self, actor: Actor, ref: str) -> Conflict:
        shown = [
            ShownChoice(row, self.people[row.decided_by_ref], self.people[row.ended_by_ref])
            for row in self.choices[ref]
        ]
        current = next((each for each in shown if each.choice.is_current), None)
        claimants = [self._describe_claimant(row, current) for row in self.visible[ref]]
        return Conflict(
            ref=ref,
            named=self.names.as_written(ref),
            claimants=claimants,
            is_holder_hidden=self.totals[ref] > len(claimants) and not any(each.is_in_force for each in claimants),
            choice=current,
            past=[each for each in shown if not each.choice.is_current],
            may_decide=may_for_any(actor, "decide", "conflict", self.involved[ref]),
        )

    def _describe_claimant(self, row: Descriptor, current: ShownChoice | None) -> Claimant:
        owner_text, binding = self.bound[row.pk]
        is_chosen = current is not None and current.choice.origin_id == row.origin_id
        return Claimant(
            descriptor=row,
            owner_text=owner_text,
            team=self.names[binding.team_ref] if binding.team_ref else None,
            why_unknown=binding.why_unknown if owner_text else "",
            is_chosen=is_chosen and row.state == Descriptor.State.IN_FORCE,
        )


def _load(actor: Actor, refs: Sequence[str], weighed: _Weighed | None = None) -> _Loaded:
    weighed = weighed or _weigh(refs)
    visible: defaultdict[str, list[Descriptor]] = defaultdict(list)
    for row in list_claimants(actor, refs):
        if row.pk in weighed.bound:  # what was read only since then is for the next time
            visible[row.ref].append(row)
    choices: defaultdict[str, list[DescriptorChoice]] = defaultdict(list)
    for choice in list_choices(actor, refs):
        choices[choice.ref].append(choice)
    said = [row for rows in choices.values() for row in rows]
    teams = {weighed.bound[row.pk][1].team_ref for rows in visible.values() for row in rows}
    return _Loaded(
        visible=visible,
        totals=weighed.totals,
        choices=choices,
        bound=weighed.bound,
        involved=weighed.involved,
        names=get_names(actor, {*refs, *teams}),
        people=get_actor_names(ref for row in said for ref in (row.decided_by_ref, row.ended_by_ref)),
    )


def _weigh(refs: Sequence[str]) -> _Weighed:
    """All documents that declare these refs, whoever asks. At most five queries."""
    rows = [_Said._make(row) for row in list_all_claimants(refs).values_list(*_Said._fields)]
    bound = _bind_owners(rows)
    return _Weighed(Counter(row.ref for row in rows), bound, _list_involved(rows, bound))


def _bind_owners(rows: Sequence[_Said]) -> dict[int, tuple[str, Binding]]:
    directory = get_directory() if rows else Directory({})
    found = {}
    for row in rows:
        text = Body.read(row.body_json).spec.get("owner")
        owner = text if isinstance(text, str) else ""
        found[row.pk] = (owner, directory.bind(owner, parse_ref(row.ref).namespace))
    return found


def _list_involved(rows: Sequence[_Said], bound: Mapping[int, tuple[str, Binding]]) -> Mapping[str, frozenset[str]]:
    """Ref -> the teams that have to do with it: those the documents name, and whose repositories they stand in."""
    owners = get_owners({f"{REPOSITORY_PREFIX}{row.origin_id}" for row in rows})
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if parse_ref(row.ref).kind not in KINDS_OF_ADMINISTRATORS:
            home = owners.get(f"{REPOSITORY_PREFIX}{row.origin_id}")
            found[row.ref] |= {bound[row.pk][1].team_ref, home.owner_ref if home else ""}
    return defaultdict(frozenset, {ref: frozenset(teams - {""}) for ref, teams in found.items()})
