"""With whom the team works: what it declares, and what ties it to others in the catalog and in Git."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from teams.core.teamapi.document import Dependency, Interaction, Status, TeamApiDocument
from teams.core.teamapi.durations import parse_duration
from teams.core.teamapi.naming import bind_team, namespace_of
from teams.core.teamapi.page.facts import NeighbourFact, TeamFacts
from teams.core.teamapi.page.fields import observe, write
from teams.core.teamapi.page.model import Field, Part, Row, Source

_SHOWN_REFS = 5
_ORDER = (Status.CURRENT, Status.EXPECTED, Status.ENDED)


def show_interactions(document: TeamApiDocument, facts: TeamFacts) -> Part:
    """Declared interactions, those that go on first, each with what is observed; then ties nobody declared."""
    namespace = namespace_of(document)
    declared = [(bind_team(each.team_text, facts.directory, namespace), each) for each in document.interactions]
    declared.sort(key=lambda pair: _ORDER.index(pair[1].status))
    rows = [_show_declared(ref, interaction, facts) for ref, interaction in declared]
    named = {ref for ref, _ in declared}
    neighbours = (*facts.consumers, *facts.providers)
    tied = {each.team_ref for each in neighbours} | {each.team_ref for each in facts.common_work if each.commits}
    rows += [
        Row(_name(ref, facts), Source.OBSERVED, tuple(_list_ties(ref, facts)), ref) for ref in sorted(tied - named)
    ]
    hint = "Say with whom the team works, how, and until when."
    return Part("interactions", "Whom we work with", rows=tuple(rows), hint=hint)


def show_neighbours(document: TeamApiDocument, facts: TeamFacts) -> Part:
    """Who uses what the team owns, whose things it uses, and for whom it says it waits."""
    consumers = (_show_neighbour(each, facts, "uses of ours") for each in facts.consumers)
    providers = (_show_neighbour(each, facts, "we use") for each in facts.providers)
    waits = (_show_dependency(each, document, facts) for each in document.dependencies)
    hint = "The catalog knows of no dependencies to or from other teams."
    return Part("neighbours", "Who depends on whom", rows=(*consumers, *providers, *waits), hint=hint)


def _show_dependency(dependency: Dependency, document: TeamApiDocument, facts: TeamFacts) -> Row:
    ref = bind_team(dependency.team_text, facts.directory, namespace_of(document))
    fields = (*write("we wait for", dependency.description), *write("effect", dependency.type))
    return Row(_name(ref, facts) if ref else dependency.team_text, Source.WRITTEN, fields, ref, line=dependency.line)


def _show_declared(ref: str, interaction: Interaction, facts: TeamFacts) -> Row:
    until = interaction.until_date
    fields: tuple[Field, ...] = (
        *write("mode", interaction.mode or ""),
        *write("we are", interaction.role or ""),
        *write("for", interaction.purpose),
        *write("status", "" if interaction.status is Status.CURRENT else interaction.status),
        *write("since", _iso(interaction.since_date)),
        *write("until", _iso(until)),
        *write("how long", "" if until else _duration(interaction)),
        *write("about", ", ".join(interaction.about)),
        *(_list_ties(ref, facts) if ref else ()),
    )
    title = _name(ref, facts) if ref else interaction.team_text
    observed = any(field.source is Source.OBSERVED for field in fields)
    note = _overdue(interaction, facts.today)
    return Row(title, Source.BOTH if observed else Source.WRITTEN, fields, ref, note=note, line=interaction.line)


def _duration(interaction: Interaction) -> str:
    """How long it goes on, as far as that is said: in words, also where the document has it as `P3M`."""
    duration = parse_duration(interaction.duration_text)
    return duration.in_words if duration else interaction.duration_text


def _overdue(interaction: Interaction, today: date) -> str:
    until = interaction.until_date
    if until is None or until >= today or interaction.status is Status.ENDED:
        return ""
    days = (today - until).days
    return f"past its end by {days} day{'' if days == 1 else 's'}"


def _list_ties(ref: str, facts: TeamFacts) -> Iterator[Field]:
    """What ties the team to another, as observed."""
    for consumer in facts.consumers:
        if consumer.team_ref == ref:
            yield from observe("uses of ours", _names(edge.used_ref for edge in consumer.edges))
    for provider in facts.providers:
        if provider.team_ref == ref:
            yield from observe("we use", _names(edge.used_ref for edge in provider.edges))
    for work in facts.common_work:
        if work.team_ref == ref and work.commits:
            commits = f"{work.commits} commit{'' if work.commits == 1 else 's'} in {work.days} days"
            where = _names(work.entity_refs)
            yield from observe("worked on together", f"{commits}, on {where}" if where else commits)


def _show_neighbour(neighbour: NeighbourFact, facts: TeamFacts, label: str) -> Row:
    fields = (
        *observe(label, _names(edge.used_ref for edge in neighbour.edges)),
        *observe("by", _names(edge.user_ref for edge in neighbour.edges)),
    )
    return Row(_name(neighbour.team_ref, facts), Source.OBSERVED, fields, neighbour.team_ref)


def _names(refs: Iterable[str]) -> str:
    """The names in refs, each once, the first few of them."""
    names = sorted({ref.rpartition("/")[2] for ref in refs})
    more = len(names) - _SHOWN_REFS
    return ", ".join(names[:_SHOWN_REFS]) + (f" and {more} more" if more > 0 else "")


def _name(ref: str, facts: TeamFacts) -> str:
    return facts.directory.teams.get(ref) or ref


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
