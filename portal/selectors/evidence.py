"""Evidence as people see it: each piece a link to what they can go and look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from catalog.core.access import Actor
from catalog.models import ChangeLog, Claim, Descriptor, Origin
from portal.host import commit_at_host, file_at_host
from portal.links import commit_url, schedule_url
from portal.origins import is_repository, place_url
from portal.selectors.actors import ActorNames, get_actor_names
from portal.selectors.names import Named, Names, get_names
from scoring.models import Finding

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at: a link (or plain text without one), the same at its host, and a note."""

    text: str
    url: str = ""
    host_url: str = ""
    note: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence: what it shows, and the lines to look at."""

    kind: str
    says: str
    lines: tuple[Line, ...] = field(default_factory=tuple)


def show_evidence(actor: Actor, pieces: Sequence[Iterable[Data]]) -> list[list[Shown]]:
    """The evidence of several findings or claims, in their order. At most three queries for all of them.

    What lies in a repository that the actor may not see is said to be there, and not shown; rows about what they may
    not see are left out. At most two more queries where people decided.
    """
    each = [list(piece) for piece in pieces]
    flat = [data for piece in each for data in piece]
    origins = _get_origins(actor, flat)
    names = get_names(actor, [ref for data in flat for ref in _refs(data)])
    people = get_actor_names(str(data["decided_by"]) for data in flat if "decided_by" in data)
    return [[_show(data, origins, names, people) for data in piece] for piece in each]


def is_evidence(actor: Actor, origin: Origin, path: str) -> bool:
    """Whether something the actor may see has this file as its evidence. The portal shows no other files."""
    if Descriptor.objects.filter(origin=origin, path=path).exists():
        return True
    if Claim.objects.visible_to(actor).filter(origin=origin, evidence__path=path).exists():
        return True
    if ChangeLog.objects.visible_to(actor).filter(origin=origin, path=path).exists():
        return True
    findings = Finding.objects.visible_to(actor).annotate(text=Cast("evidence", TextField()))
    mentions = findings.filter(text__contains=path).values_list("evidence", flat=True)
    return any(_origin_id(data) == origin.pk and data.get("path") == path for pieces in mentions for data in pieces)


def _get_origins(actor: Actor, flat: Iterable[Data]) -> dict[int, Origin]:
    ids = {found for data in flat if (found := _origin_id(data))}
    return {origin.pk: origin for origin in Origin.objects.visible_to(actor).filter(pk__in=ids)} if ids else {}


def _origin_id(data: Data) -> int:
    """Findings write `origin_id`, claims `origin`."""
    value = data.get("origin_id", data.get("origin"))
    return value if isinstance(value, int) else 0


def _refs(data: Data) -> Iterable[str]:
    for edge in data.get("edges", ()):
        yield from (edge["source"], edge["target"])
    for row in (*data.get("people", ()), *data.get("numbers", ())):
        yield row.get("ref", "")


def _show(data: Data, origins: Mapping[int, Origin], names: Names, people: ActorNames) -> Shown:
    kind = str(data.get("kind", "file" if "path" in data else "numbers"))
    origin = origins.get(_origin_id(data))
    lines: Iterable[Line]
    match kind:
        case "file" | "commits" if origin is None:
            lines = [Line("In a repository that you may not see")]
        case "file" if origin:
            lines = [_show_file(origin, data)]
        case "commits" if origin:
            lines = [_show_commit(origin, row) for row in data["commits"]]
        case "people":
            shown = [row for row in data["people"] if row["ref"] not in names.hidden]
            lines = [_show_named(names[row["ref"]], row["name"], row.get("note", "")) for row in shown]
        case "edges":
            shown = [row for row in data["edges"] if names.hidden.isdisjoint((row["source"], row["target"]))]
            lines = [_show_edge(row, names) for row in shown]
        case "schedule":
            lines = [Line(str(data["schedule_ref"]), schedule_url(str(data["schedule_ref"])))]
        case "decision":
            lines = [_show_decision(data, people)]
        case _:
            rows = [row for row in data.get("numbers", ()) if row.get("ref") not in names.hidden]
            lines = [_show_number(row, names) for row in rows]
    return Shown(kind, str(data.get("says", "")), tuple(lines))


def _show_decision(data: Data, people: ActorNames) -> Line:
    at = datetime.fromisoformat(data["decided_at"])
    return Line(f"“{data['says']}”", "", "", people[str(data["decided_by"])], at)


def _show_file(origin: Origin, data: Data) -> Line:
    path, line = str(data["path"]), int(data.get("line") or 0)
    place = f"{origin.name}: {path}" + (f", line {line}" if line else "")
    commit = str(data["commit"])
    if not is_repository(origin):
        return Line(place, place_url(origin, commit, path, line))
    return Line(place, place_url(origin, commit, path, line), file_at_host(origin, commit, path, line))


def _show_commit(origin: Origin, row: Data) -> Line:
    at = datetime.fromisoformat(row["at"])
    sha = str(row["sha"])
    return Line(sha[:10], commit_url(origin.pk, sha), commit_at_host(origin, sha), str(row["author"]), at)


def _show_named(named: Named, text: str, note: str) -> Line:
    return Line(text or named.name, named.url, "", note)


def _show_edge(row: Data, names: Names) -> Line:
    source, target = names[row["source"]], names[row["target"]]
    missing = "" if target.is_known else "not in the catalog"
    return Line(f"{source.name} {row['type']} {target.name}", source.url or target.url, "", missing)


def _show_number(row: Data, names: Names) -> Line:
    value = float(row["value"])
    text = f"{value:g}{' ' if row.get('unit') else ''}{row.get('unit', '')}"
    named = names[row["ref"]] if row.get("ref") else None
    return Line(str(row["name"]), named.url if named else "", "", text)
