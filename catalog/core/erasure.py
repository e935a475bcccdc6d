"""Keeping the names of erased people out of whatever is read: texts in, the same texts with pseudonyms out. Pure.

Nothing here knows a name. What may be one (an address, a ref, a handle, a few words that follow each other) is looked
up by a keyed digest; what is found is replaced, the rest stays to the letter. How far a text reaches says where it is
taken for the person: an address and a full name everywhere, a handle such as `jane.doe` wherever it stands as a word,
one such as `will` only where nothing but a handle can stand, since prose is full of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalog.core.alias_rules import EMAILS_ANNOTATION

LONGEST_PHRASE = 5
DOMAIN = "erased.invalid"
PREFIX = "erased-"  # of every pseudonym
LOGIN_ANNOTATIONS = ("github.com/user-login", "gitlab.com/user-login")

_EMAIL = re.compile(r"[\w.+%'-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")
_NOREPLY = re.compile(r"(?:\d+[+-])?([^@+]+)@(users\.noreply\..+)")
_REF = re.compile(r"\buser:(?:([\w.-]+)/)?([\w.-]*\w)", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w.])(@|(?:github|gitlab)\.com/)([\w.-]*\w)")
_SHORT_REF = re.compile(r"[\w.-]+/[\w.-]*\w")
#: A whole value in YAML, in a list or in a line of names: what stands there alone is a handle and no prose.
_SCALAR = re.compile(
    r"(^[ \t]*|[\[,'\"(][ \t]*|[-:][ \t]+|/(?=[\w.-]+\.(?:ya?ml|md|json)\b))"
    r"([^\W_](?:[\w.-]*\w)?)(?=[ \t]*(?:$|[\],'\")]|[ \t]#))",
    re.MULTILINE,
)
_STEM = re.compile(r"(/|^)([^\W_][\w.-]*?)(?=\.(?:ya?ml|md|json)$)")
_WORD = re.compile(r"[^\W_](?:[\w.-]*\w)?")
_BETWEEN = re.compile(r"[\s,]{1,3}|['\u2019]")
_SPACE = re.compile(r"[\s,]+")


class Reach(StrEnum):
    """Where a text is taken for the person: an e-mail address and a ref by their form, a phrase and a word anywhere,
    a scalar where it is a whole value, a login where its form says that it is one (`@jane`).
    """

    EMAIL = "email"
    REF = "ref"
    PHRASE = "phrase"
    WORD = "word"
    SCALAR = "scalar"
    LOGIN = "login"


_ANYWHERE = frozenset({Reach.WORD})
_ALONE = frozenset({Reach.WORD, Reach.SCALAR, Reach.PHRASE})
_HANDLES = frozenset({Reach.WORD, Reach.SCALAR, Reach.LOGIN})


@dataclass(frozen=True, slots=True)
class Erased:
    """What stands for a text now."""

    reach: Reach
    replacement: str


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """What an erased person is called. `number` tells several addresses and handles of theirs apart."""

    code: str

    def get_handle(self, number: int = 1) -> str:
        """A name that can stand in a ref."""
        return f"{PREFIX}{self.code}" if number == 1 else f"{PREFIX}{self.code}-{number}"

    def get_email(self, number: int = 1) -> str:
        """An address that can never get mail."""
        return f"{self.get_handle(number)}@{DOMAIN}"

    @property
    def shown_name(self) -> str:
        """What people see."""
        return f"Erased person {self.code}"


def fold(text: str) -> str:
    """A text as it is looked up."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip().casefold()


def is_distinctive(handle: str) -> bool:
    """Whether a handle is no word that prose may hold: it has a digit, a dot or a dash in it."""
    return len(handle) > 2 and not handle.isalpha()  # noqa: PLR2004  # `jd` may be anything


@dataclass(slots=True)
class Eraser:
    """Replaces what is known by its digest. `people` are the pseudonyms by the refs that they have now."""

    digest: Callable[[str], str]
    known: Mapping[str, Erased]
    people: Mapping[str, Pseudonym] = field(default_factory=dict)
    _seen: dict[str, Erased | None] = field(default_factory=dict)

    def find(self, text: str) -> Erased | None:
        """What stands for exactly this text."""
        if text not in self._seen:
            self._seen[text] = self.known.get(self.digest(fold(text)))
        return self._seen[text]

    def clean(self, text: str) -> str:
        """The text with pseudonyms in it; the same object where it names nobody."""
        if not text or text.isspace():
            return text
        cleaned = _EMAIL.sub(self._replace_email, text)
        cleaned = _REF.sub(self._replace_ref, cleaned)
        cleaned = _HANDLE.sub(self._replace_handle, cleaned)
        cleaned = self._replace_whole(cleaned)
        cleaned = _STEM.sub(self._replace_scalar, _SCALAR.sub(self._replace_scalar, cleaned))
        cleaned = self._replace_words(cleaned)
        return cleaned if cleaned != text else text

    def clean_data(self, data: Any) -> Any:
        """Data as JSON knows it, with every text in it cleaned, keys too."""
        if isinstance(data, str):
            return self.clean(data)
        if isinstance(data, dict):
            return {self.clean(key) if isinstance(key, str) else key: self.clean_data(v) for key, v in data.items()}
        if isinstance(data, list | tuple):
            return [self.clean_data(each) for each in data]
        return data

    def clean_body(self, body: dict[str, Any], ref: str) -> dict[str, Any]:
        """A descriptor's body. `ref` is its cleaned one: of an erased person little more than that is left."""
        if ref in self.people:
            return self._scrub(body, ref)
        cleaned: dict[str, Any] = self.clean_data(body)
        members = _mapping(body, "spec").get("members")
        if str(body.get("kind", "")).lower() == "group" and isinstance(members, list):
            namespace = _mapping(body, "metadata").get("namespace") or "default"
            cleaned["spec"]["members"] = [self._clean_member(each, f"user:{namespace}/") for each in members]
        return cleaned

    def clean_author(self, email: str, name: str) -> tuple[str, str]:
        """Address and name of the author of a commit: who is known by the address loses any name they used."""
        cleaned = self.clean(email)
        if cleaned == email:
            return email, self.clean(name)
        code = cleaned.removeprefix(PREFIX).partition("@")[0].partition("-")[0]
        return cleaned, Pseudonym(code).shown_name

    def list_emails(self, pseudonym: Pseudonym) -> list[str]:
        """The addresses that stand for those of one person."""
        handles = (f"{pseudonym.get_handle()}@", f"{pseudonym.get_handle()}-")
        found = {each.replacement for each in self.known.values() if each.reach == Reach.EMAIL}
        return sorted(each for each in found if each.startswith(handles))

    def _scrub(self, body: dict[str, Any], ref: str) -> dict[str, Any]:
        pseudonym, metadata = self.people[ref], _mapping(body, "metadata")
        given, spec = _mapping(metadata, "annotations"), _mapping(body, "spec")
        annotations = {name: self._clean_login(given[name]) for name in LOGIN_ANNOTATIONS if name in given}
        if emails := self.list_emails(pseudonym):
            annotations[EMAILS_ANNOTATION] = ", ".join(emails)
        kept: dict[str, Any] = {"name": ref.rpartition("/")[2]}
        if "namespace" in metadata:
            kept["namespace"] = metadata["namespace"]
        if annotations:
            kept["annotations"] = annotations
        profile: dict[str, Any] = {"displayName": pseudonym.shown_name}
        if isinstance(email := _mapping(spec, "profile").get("email"), str) and email:
            cleaned = self.clean(email)
            profile["email"] = cleaned if cleaned != email else pseudonym.get_email()
        scrubbed = {name: body[name] for name in ("apiVersion", "kind") if name in body}
        teams = {"memberOf": self.clean_data(spec["memberOf"])} if "memberOf" in spec else {}
        return scrubbed | {"metadata": kept, "spec": {"profile": profile, **teams}}

    def _clean_login(self, login: object) -> str:
        found = self.find(str(login).strip().removeprefix("@"))
        return found.replacement if found is not None else "erased"

    def _clean_member(self, member: object, beside: str) -> object:
        """A member of a Group: a User beside it where it does not say otherwise."""
        if not isinstance(member, str):
            return self.clean_data(member)
        found = self.find(f"{beside}{member.strip()}") if _WORD.fullmatch(member.strip()) else None
        is_theirs = found is not None and found.reach == Reach.REF
        return found.replacement.rpartition("/")[2] if found and is_theirs else self.clean(member)

    def _replace_email(self, match: re.Match[str]) -> str:
        text = match[0].replace("%40", "@")
        found = self.find(text)
        if found is not None and found.reach == Reach.EMAIL:
            return found.replacement
        noreply = _NOREPLY.fullmatch(text)
        login = self.find(noreply[1]) if noreply else None
        if noreply and login is not None and login.reach in _HANDLES:
            return f"{login.replacement}@{noreply[2]}"
        return match[0]

    def _replace_ref(self, match: re.Match[str]) -> str:
        found = self.find(f"user:{match[1] or 'default'}/{match[2]}")
        if found is None or found.reach != Reach.REF:
            return match[0]
        namespace = f"{match[1]}/" if match[1] else ""
        return f"{match[0].partition(':')[0]}:{namespace}{found.replacement.rpartition('/')[2]}"

    def _replace_handle(self, match: re.Match[str]) -> str:
        found = self.find(match[2])
        return f"{match[1]}{found.replacement}" if found is not None and found.reach in _HANDLES else match[0]

    def _replace_whole(self, text: str) -> str:
        found = self.find(text)
        if found is not None and found.reach in _ALONE:
            return found.replacement
        if _SHORT_REF.fullmatch(text):
            namespace, _, name = text.partition("/")
            handle, ref = self.find(name), self.find(f"user:{text}")
            if ref is not None and handle is not None and handle.reach in _ALONE:
                return f"{namespace}/{ref.replacement.rpartition('/')[2]}"
        return text

    def _replace_scalar(self, match: re.Match[str]) -> str:
        found = self.find(match[2])
        return f"{match[1]}{found.replacement}" if found is not None and found.reach in _ALONE else match[0]

    def _replace_words(self, text: str) -> str:
        words = list(_WORD.finditer(text))
        parts, place, index = [], 0, 0
        while index < len(words):
            end, replacement = self._find_at(text, words, index)
            if replacement:
                parts += [text[place : words[index].start()], replacement]
                place = end
                while index < len(words) and words[index].start() < end:
                    index += 1
            else:
                index += 1
        return "".join([*parts, text[place:]]) if parts else text

    def _find_at(self, text: str, words: list[re.Match[str]], index: int) -> tuple[int, str]:
        """Where what begins at a word ends and what stands for it; the longest first, nothing for nothing."""
        last = index
        while last + 1 < len(words) and last - index + 1 < LONGEST_PHRASE:
            if not _BETWEEN.fullmatch(text[words[last].end() : words[last + 1].start()]):
                break
            last += 1
        for each in range(last, index, -1):
            found = self.find(text[words[index].start() : words[each].end()])
            if found is not None and found.reach == Reach.PHRASE:
                return words[each].end(), found.replacement
        return self._find_word(words[index])

    def _find_word(self, word: re.Match[str]) -> tuple[int, str]:
        """A handle, also one that an extension follows, as in `jane.doe.yaml`."""
        text = word[0]
        ends = [len(text), *(place for place in range(len(text) - 1, 0, -1) if text[place] == ".")]
        for end in ends:
            found = self.find(text[:end])
            if found is not None and found.reach in _ANYWHERE:
                return word.start() + end, found.replacement
        return word.end(), ""


def _mapping(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = value.get(key)
    return inner if isinstance(inner, Mapping) else {}
