"""Where Groups say that their Team API stands (`bailiwick.dev/team-api-ref`), and which of that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from django.db.models import QuerySet

from catalog.core.access import Actor
from catalog.core.remotes import RemoteAddress, parse_remote
from catalog.models import Descriptor, KeptFile, Origin, ScanJob
from teams.core.files import TEAM_API
from teams.core.teamapi.kept import TEAM_API_REF, find_place

#: Endings of the files that a Group may point at.
READABLE = (".yaml", ".yml", ".json", ".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Pointer:
    """What one Group says: as written, and the file it means. `origin_id` is None where no repository is there, `path`
    empty where it names no file. The rest is where the Group itself stands.
    """

    team_ref: str
    text: str
    origin_id: int | None
    path: str
    descriptor_id: int
    descriptor_origin_id: int
    descriptor_path: str
    commit: str
    line: int

    @property
    def is_readable(self) -> bool:
        """Whether a file of that name is read at all."""
        return self.path.lower().endswith(READABLE)


@dataclass(frozen=True, slots=True)
class LostPointer:
    """A Group that points at what is not there, and why it is not."""

    pointer: Pointer
    why: str

    @property
    def told(self) -> str:
        """What is wrong, in one text."""
        return f"{TEAM_API_REF}: {self.pointer.text} leads nowhere. {self.why}"


def index_addresses() -> dict[RemoteAddress, int]:
    """The repositories that are there by their address. One query."""
    known = Origin.objects.filter(removed_at=None).exclude(remote_url="").order_by("-pk")
    parsed = ((parse_remote(url), pk) for pk, url in known.values_list("pk", "remote_url"))
    return {address: pk for address, pk in parsed if address is not None}


def list_pointers(
    addresses: Mapping[RemoteAddress, int], actor: Actor | None = None, team_ref: str = ""
) -> list[Pointer]:
    """What the Groups in force say, of one team or of all; of those an actor may see, where one is given. One query."""
    rows = Descriptor.objects.visible_to(actor) if actor else Descriptor.objects.all()
    return [found for row in _filter(rows, team_ref) if (found := _read(row, addresses)) is not None]


def list_lost_pointers(actor: Actor, team_ref: str = "") -> list[LostPointer]:
    """The Groups that point at nothing, of one team or of all; not those whose repository is yet to be looked at.

    One query where no Group points anywhere, else five.
    """
    if not _filter(Descriptor.objects.visible_to(actor), team_ref).exists():
        return []
    pointers = list_pointers(index_addresses(), actor, team_ref)
    ids = {each.origin_id for each in pointers if each.origin_id is not None}
    kept = set(KeptFile.objects.filter(kind=TEAM_API, origin__in=ids).values_list("origin", "path"))
    waiting = set(ScanJob.objects.filter(origin__in=ids, due_at__isnull=False).values_list("origin", flat=True))
    origins = {row.pk: row for row in Origin.objects.visible_to(actor).filter(pk__in=ids)}
    return [
        LostPointer(each, _say_why(each, origins))
        for each in pointers
        if (each.origin_id, each.path) not in kept and not (each.is_readable and each.origin_id in waiting)
    ]


def _filter(rows: QuerySet[Descriptor], team_ref: str) -> QuerySet[Descriptor]:
    found = rows.filter(state=Descriptor.State.IN_FORCE, entity__kind="Group", body_json__contains=TEAM_API_REF)
    return (found.filter(entity__ref=team_ref) if team_ref else found).order_by("pk")


def _read(row: Descriptor, addresses: Mapping[RemoteAddress, int]) -> Pointer | None:
    metadata = orjson.loads(row.body_json).get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    text = annotations.get(TEAM_API_REF) if isinstance(annotations, dict) else None
    if not isinstance(text, str):
        return None
    repository, place = find_place(text, row.path)
    origin_id = row.origin_id if repository is None else addresses.get(repository)
    return Pointer(row.ref, text, origin_id, place, row.pk, row.origin_id, row.path, row.commit, row.line)


def _say_why(pointer: Pointer, origins: Mapping[int, Origin]) -> str:
    if not pointer.path:
        return "That names no file of a repository."
    if pointer.origin_id is None:
        return "No repository that is scanned has that address."
    if not pointer.is_readable:
        return f"A Team API is a file that ends in {', '.join(READABLE[:-1])} or {READABLE[-1]}."
    origin = origins.get(pointer.origin_id)
    if origin is None:
        return "There is no such file that you may see."
    return f"There is no {pointer.path} in {origin.name}{f' at commit {origin.tip[:10]}' if origin.tip else ''}."
