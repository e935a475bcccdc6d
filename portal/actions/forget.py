"""Erasing a person: names, handles and addresses go, counts stay under a pseudonym, and no scan brings them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.db import transaction

from catalog.actions.decisions import DecisionError
from catalog.actions.jobs import interrupt_jobs
from catalog.actions.pending import Change, deliver_changes, queue_all
from catalog.core.access import Actor
from catalog.core.erasure import Eraser
from catalog.core.refs import RefError, parse_ref
from catalog.models import Entity, Erasure, Origin
from catalog.models.clock import database_now
from catalog.selectors.erasures import load_eraser
from catalog.selectors.merges import get_merged_refs
from portal.actions.audit import record_event
from portal.actions.clean_texts import Cleaned, Progress, clean_texts
from portal.actions.erased_texts import find_erasure, remember_texts
from portal.actions.forgotten_rows import forget_own_rows
from portal.links import file_url, safe_link
from portal.mail_files import list_mail_files
from portal.models import Account, AuditEvent
from portal.selectors.known_texts import KnownTexts, list_accounts_of, list_known_texts, say_texts
from portal.selectors.mentions import Left, list_left
from scoring.models import AuthorActivity
from teams.models import Person

FORGOTTEN = "person-forgotten"
FILES_SHOWN = 200

#: What each record of a person is known by, by its ref.
KnownByRecord = Mapping[str, KnownTexts]


class NobodyError(DecisionError):
    """There is nobody of this ref, and never was."""


@dataclass(frozen=True, slots=True)
class StillNamed:
    """A line in Git that names the person still, where a person can take it out."""

    repository: str
    path: str
    line: int
    commit: str
    url: str


@dataclass(slots=True)
class Forgotten:
    """What erasing somebody did, or would do. `rows` are those that changed, by model; `left` what names them still.

    `records` are the refs of all their records, the kept one first: pseudonyms, but in a trial those they have.
    `commits` in so many `repositories` carry their addresses in Git, where Bailiwick changes nothing.
    """

    ref: str
    is_trial: bool = False
    is_first: bool = True
    records: Sequence[str] = ()
    rows: dict[str, int] = field(default_factory=dict)
    mails: int = 0
    texts: int = 0
    spared: dict[str, str] = field(default_factory=dict)
    files: Sequence[StillNamed] = ()
    commits: int = 0
    repositories: int = 0
    left: Sequence[Left] = ()

    @property
    def row_count(self) -> int:
        """How many rows changed."""
        return sum(self.rows.values())


def forget_person(
    actor: Actor,
    ref: str,
    *,
    also: Iterable[str] = (),
    is_trial: bool = False,
    progress: Progress = lambda _done, _total, _name: None,
) -> Forgotten:
    """Erase a person, by the ref of any of their records; all or nothing, safe to run twice.

    `also`: what they are known by that the catalog knows not. A trial changes nothing and tells what would change.
    Raises NobodyError, and DecisionError for what is no name. Check that the actor may.
    """
    ref, now = _read_ref(ref), database_now()
    if find_erasure(ref) is None and not _is_known(ref):
        raise NobodyError(f"The catalog has no {ref}, and never had.")
    records = _list_records(ref)
    try:
        known = _list_known(records, also)
    except RefError as error:
        raise DecisionError(str(error)) from error
    with transaction.atomic():
        found, eraser = _forget(actor, known, now, progress)
        transaction.set_rollback(is_trial)
    if is_trial:
        found.is_trial, found.records = True, records
        return found
    deliver_changes(now)
    found.mails = _forget_mails(eraser)
    found.left = list_left(_list_texts(known))
    return found


def _read_ref(text: str) -> str:
    try:
        ref = parse_ref(text.strip().lower(), "user")
    except RefError as error:
        raise DecisionError(str(error)) from error
    if ref.kind != "user":
        raise DecisionError("A person is a User of the catalog: write user:default/name.")
    return str(ref)


def _is_known(ref: str) -> bool:
    return Person.records.filter(ref=ref).exists() or Entity.objects.filter(ref=ref).exists()


def _list_records(ref: str) -> list[str]:
    """The refs of all records of a person, the kept one first."""
    merged = get_merged_refs()
    kept = merged.get(ref, ref)
    return [kept, *sorted(each for each, end in merged.items() if end == kept)]


def _list_known(records: Sequence[str], also: Iterable[str]) -> KnownByRecord:
    """What each record is known by; of one that has a pseudonym already what the asker says, and nothing of that."""
    erased = set(Erasure.objects.filter(ref__in=records).values_list("ref", flat=True))
    found = {}
    for ref in records:
        given = tuple(also) if ref == records[0] else ()
        found[ref] = say_texts(given) if ref in erased else list_known_texts(ref, given, records)
    return found


def _list_texts(known: KnownByRecord) -> list[str]:
    return list(dict.fromkeys(text for each in known.values() for text in each.list_all()))


def _forget(actor: Actor, known: KnownByRecord, now: datetime, progress: Progress) -> tuple[Forgotten, Eraser]:
    interrupt_jobs()
    is_first = any(find_erasure(ref) is None for ref in known)
    accounts = _list_accounts(known)
    commits, repositories = _count_commits(known.values())
    erasures = {ref: remember_texts(ref, each, known.keys(), actor.ref, now) for ref, each in known.items()}
    eraser = load_eraser()
    assert eraser is not None  # noqa: S101  # somebody was just erased
    texts = _list_texts(known)
    cleaned = clean_texts(eraser, texts, progress)
    own: Counter[str] = Counter()
    for ref, erasure in erasures.items():
        own.update(forget_own_rows(erasure, eraser, accounts[ref], now))
    for label, number in own.items():
        if number:  # mostly rows that were cleaned as texts before
            cleaned.rows[label] = max(number, cleaned.rows.get(label, 0))
    refs = [erasure.ref for erasure in erasures.values()]
    _tell(cleaned, refs, now)
    found = Forgotten(
        refs[0],
        is_first=is_first,
        records=refs,
        rows=dict(sorted(cleaned.rows.items())),
        texts=len(texts),
        spared={text: why for each in known.values() for text, why in each.spared.items()},
        files=_list_files(cleaned),
        commits=commits,
        repositories=repositories,
    )
    _record(actor, found)
    return found, eraser


def _list_accounts(known: KnownByRecord) -> dict[str, list[Account]]:
    """The accounts of each record; one that only an address leads to is that of the first record with it."""
    found = {ref: {each.pk: each for each in list_accounts_of(ref, texts.emails)} for ref, texts in known.items()}
    seen: set[int] = set()
    for accounts in found.values():
        for pk in seen & accounts.keys():
            del accounts[pk]
        seen |= accounts.keys()
    return {ref: [*accounts.values()] for ref, accounts in found.items()}


def _record(actor: Actor, found: Forgotten) -> None:
    """One event in the audit trail, with pseudonyms alone; none where a second run changed nothing."""
    is_recorded = AuditEvent.objects.filter(action=FORGOTTEN, subject=found.ref).exists()
    if found.row_count or found.is_first or not is_recorded:
        merged = {"merged": found.records[1:]} if found.records[1:] else {}
        record_event(actor.ref, FORGOTTEN, found.ref, rows=found.row_count, **merged)


def _tell(cleaned: Cleaned, erased: Sequence[str], now: datetime) -> None:
    """Let everybody look again who derives something from what was cleaned."""
    if not cleaned.rows:
        return
    refs = {ref for ref in cleaned.refs if not ref.startswith(("schedule:", "repository:"))} | {*erased}
    repositories = {f"repository:{pk}" for pk in cleaned.origin_ids}
    queue_all(
        {
            Change.ENTITY: refs | repositories,
            Change.RELATIONS: refs,
            Change.CLAIMS: refs,
            Change.FILES: repositories,
        },
        now,
    )


def _count_commits(known: Iterable[KnownTexts]) -> tuple[int, int]:
    emails = sorted({email for each in known for email in each.emails})
    rows = AuthorActivity.objects.filter(author_email__in=emails).values_list("origin", "commits")
    found = list(rows)
    return sum(commits for _, commits in found), len({origin for origin, _ in found})


def _list_files(cleaned: Cleaned) -> list[StillNamed]:
    origins = {row.pk: row for row in Origin.objects.filter(removed_at=None).only("name", "kind")}
    found = sorted({each for each in cleaned.files if each[0] in origins})
    return [
        StillNamed(
            origins[pk].name,
            path,
            line,
            commit,
            safe_link(path) if origins[pk].kind == Origin.Kind.URL else file_url(pk, commit, path, line),
        )
        for pk, path, line, commit in found[:FILES_SHOWN]
    ]


def _forget_mails(eraser: Eraser) -> int:
    """Delete the written mails that name the person: what they said is in the portal, without the name."""
    done = 0
    for file in list_mail_files():
        text = f"{file.name}\n{_read_mail(file)}"
        if eraser.clean(text) != text:
            file.unlink(missing_ok=True)
            done += 1
    return done


def _read_mail(file: Path) -> str:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    parts = [f"{name}: {value}" for name, value in message.items()]
    parts += [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join(parts)
