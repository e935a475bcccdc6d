"""Remembering, by digest alone, what an erased person must not be called again."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from catalog.core.erasure import Reach, fold
from catalog.core.refs import parse_ref
from catalog.models import ErasedText, Erasure
from catalog.models.bulk import insert_rows
from catalog.selectors.erasures import make_digester
from portal.selectors.known_texts import KnownTexts, get_reach


def find_erasure(ref: str) -> Erasure | None:
    """Who was erased under this ref, or is called so since."""
    digest = make_digester()(fold(ref))
    row = ErasedText.objects.filter(digest=digest, reach=Reach.REF).select_related("erasure").first()
    return row.erasure if row is not None else Erasure.objects.filter(ref=ref).first()


def remember_texts(ref: str, known: KnownTexts, records: Collection[str], actor_ref: str, now: datetime) -> Erasure:
    """Give a record a pseudonym, if it has none, and keep the digests of what is new. Safe to run twice.

    `records` are the refs of all records of the person.
    """
    erasure = find_erasure(ref) or _make(ref, actor_ref, now)
    pseudonym, digest = erasure.pseudonym, make_digester()
    stored = set(ErasedText.objects.values_list("digest", flat=True))
    rows: list[ErasedText] = []
    numbers = dict.fromkeys(("email", "handle"), 0)
    for row in ErasedText.objects.filter(erasure=erasure).exclude(reach=Reach.PHRASE):
        numbers["email" if row.reach == Reach.EMAIL else "handle"] += row.reach != Reach.REF

    def add(text: str, reach: Reach, replacement: str) -> bool:
        key = digest(fold(text))
        if key in stored:
            return False
        stored.add(key)
        rows.append(ErasedText(erasure=erasure, digest=key, reach=reach, replacement=replacement))
        return True

    for text in known.emails:
        numbers["email"] += add(text, Reach.EMAIL, pseudonym.get_email(numbers["email"] + 1))
    for text in known.handles:
        numbers["handle"] += add(text, get_reach(text, records), pseudonym.get_handle(numbers["handle"] + 1))
    for place, text in enumerate(known.refs, start=1):
        namespace = parse_ref(text).namespace
        add(text, Reach.REF, erasure.ref if text == ref else f"user:{namespace}/{pseudonym.get_handle()}-was-{place}")
    for text in known.phrases:
        add(text, Reach.PHRASE, pseudonym.shown_name)
        words = fold(text).split()
        if len(words) == 2:  # noqa: PLR2004  # first and last name
            add(" ".join(reversed(words)), Reach.PHRASE, pseudonym.shown_name)
    insert_rows(rows)
    return erasure


def _make(ref: str, actor_ref: str, now: datetime) -> Erasure:
    code = secrets.token_hex(4)
    new_ref = f"user:{parse_ref(ref).namespace}/erased-{code}"
    return Erasure.objects.create(ref=new_ref, code=code, erased_at=now, erased_by_ref=actor_ref)
