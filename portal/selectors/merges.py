"""Records that are one person, or look like it, as pages and the API show them: both sides, why, and who may decide."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from catalog.core.access import Actor, may_for_any
from catalog.core.merges import SENTENCES, Likeness
from catalog.models import PersonMerge
from catalog.models.bulk import among
from portal.selectors.actors import get_actor_names
from portal.selectors.names import Named, get_names
from teams.models import Person
from teams.selectors.identities import Identity, list_record_identities
from teams.selectors.person_merges import list_teams_by_record


@dataclass(frozen=True, slots=True)
class RecordShown:
    """One record as its own files describe it."""

    person: Person
    teams: Sequence[Named]
    identities: Sequence[Identity]

    @property
    def has_left(self) -> bool:
        """Whether no source names this record any more."""
        return (self.person.own_left_at or self.person.left_at) is not None


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A pair with names. `reasons` are sentences; none where only a person said so."""

    merge: PersonMerge
    first: RecordShown
    second: RecordShown
    reasons: Sequence[str]
    decided_by: str
    ended_by: str
    may_decide: bool

    @property
    def kept(self) -> RecordShown:
        """The record under whose name both are known; the first while nobody decided."""
        return self.second if self.merge.kept_ref == self.second.person.ref else self.first

    @property
    def other(self) -> RecordShown:
        """The other one."""
        return self.first if self.kept is self.second else self.second


def describe_merges(actor: Actor, merges: Sequence[PersonMerge]) -> list[MergeRow]:
    """Rows for pairs the actor may see, in their order. At most eight queries, none for none."""
    if not merges:
        return []
    refs = sorted({ref for merge in merges for ref in (merge.first_ref, merge.second_ref)})
    people = {person.ref: person for person in Person.records.filter(ref__in=among(refs))}
    teams, known = list_teams_by_record(refs), list_record_identities(refs)
    names = get_names(actor, {team for found in teams.values() for team in found})
    actors = get_actor_names(ref for merge in merges for ref in (merge.decided_by_ref, merge.ended_by_ref))
    shown = {
        ref: RecordShown(
            person,
            [names[team] for team in sorted(teams.get(ref, ())) if names[team].is_known],
            [each for each in known.get(ref, ()) if each.until is None],
        )
        for ref, person in people.items()
    }
    return [
        MergeRow(
            merge=merge,
            first=shown[merge.first_ref],
            second=shown[merge.second_ref],
            reasons=[SENTENCES[Likeness(each)] for each in merge.likeness if each in set(Likeness)],
            decided_by=actors[merge.decided_by_ref],
            ended_by=actors[merge.ended_by_ref],
            may_decide=_may(actor, teams.get(merge.first_ref, set()) | teams.get(merge.second_ref, set())),
        )
        for merge in merges
    ]


def may_merge(actor: Actor, refs: Collection[str]) -> bool:
    """Whether the actor may say that these records are one person, or are not: who leads a team of one of them."""
    return _may(actor, {team for found in list_teams_by_record(refs).values() for team in found})


def _may(actor: Actor, team_refs: Collection[str]) -> bool:
    return may_for_any(actor, "decide", "merge", team_refs)
