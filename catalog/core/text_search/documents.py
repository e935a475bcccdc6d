"""What can be found about an entity or a repository: its names, its handles, its tags, and the rest.

Names are what people call it; handles are addresses that belong to it alone: e-mails, logins, former refs, remotes.
Lists of texts are joined by line breaks, with one before and one behind, so that a text can ask for a whole line, for
the beginning of one or, after a blank, for the beginning of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from catalog.core.text_search.fold import fold, fold_address, fold_link

#: name of a field and its text, as written
FieldText: TypeAlias = tuple[str, str]

REPOSITORY = "repository"
NAME_FIELDS = ("name", "title", "display name")
HANDLE_FIELDS = ("e-mail", "former ref", "account", "remote")
LONGEST_TEXT = 5000
MOST_TAGS = 100
MOST_LINKS = 50
LONGEST_NAME = 300
#: What people look for first, where names are equal. Kinds that are not here come in the middle.
_WEIGHTS = {"component": 0, "group": 1, "system": 2, "api": 3, "user": 4, "resource": 5, "domain": 6}
_WEIGHTS |= {REPOSITORY: 8, "template": 9, "location": 10}
_OTHER_WEIGHT = 7
_ACCOUNT = re.compile(r"^(\w+://)[^/]*@")
_FOLDS = {"remote": fold_address, "link": fold_link}
_SCHEMES = {"email": "e-mail", "ref": "former ref"}


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. `name`, `names`, `handles` and `rest` are folded; `rest` holds handles and tags too.

    `size` is the length of the name: of two names that begin alike the shorter one is nearer.
    """

    kind: str
    type: str
    name: str
    size: int
    weight: int
    names: str
    handles: str
    tags: str
    rest: str
    fields: tuple[FieldText, ...]


def describe_entity(
    body: Mapping[str, Any], aliases: Iterable[tuple[str, str]] = (), others: Iterable[Mapping[str, Any]] = ()
) -> Document:
    """An entity by its descriptor, of which nothing is taken for granted, and its aliases as (scheme, value).

    `others` are the descriptors of further records of the same person: by what they say it is found as well.
    """
    spec = _mapping(body.get("spec"))
    fields = _list_fields(body, aliases)
    fields += [field for other in others for field in _list_fields(other)]
    shown = next((text for field, text in fields if field in NAME_FIELDS and text), "")
    return _make_document(_text(body.get("kind")).lower(), _text(spec.get("type")).lower(), fields, shown)


def _list_fields(body: Mapping[str, Any], aliases: Iterable[tuple[str, str]] = ()) -> list[FieldText]:
    metadata, profile = _mapping(body.get("metadata")), _mapping(_mapping(body.get("spec")).get("profile"))
    handles = {_SCHEMES["email"]: {_text(profile.get("email")).lower()}}
    for scheme, value in sorted(aliases):
        handles.setdefault(_SCHEMES.get(scheme, "account"), set()).add(value)
    tags = metadata.get("tags")
    return [
        ("display name", _text(profile.get("displayName"))),
        ("title", _text(metadata.get("title"))),
        ("name", _text(metadata.get("name"))),
        *((field, value) for field in HANDLE_FIELDS for value in sorted(handles.get(field, ()))),
        *(("tag", _text(tag)) for tag in (tags[:MOST_TAGS] if isinstance(tags, list) else ())),
        ("description", _text(metadata.get("description"))),
        *(("link", text) for text in _list_links(metadata.get("links"))),
    ]


def describe_repository(name: str, remote_url: str) -> Document:
    """A repository by its name and the address of its remote, without an account that may stand in it."""
    return _make_document(REPOSITORY, "", [("name", name), ("remote", _ACCOUNT.sub(r"\1", remote_url))], name)


def _make_document(kind: str, type_: str, fields: Iterable[FieldText], shown: str) -> Document:
    kept = tuple(dict.fromkeys((field, text) for field, text in fields if text))
    folded = [(field, _FOLDS.get(field, fold)(text)) for field, text in kept]
    name = fold(shown)[:LONGEST_NAME]
    handles = [text for field, text in folded if field in HANDLE_FIELDS]
    return Document(
        kind=kind,
        type=type_[:200],
        name=name,
        size=len(name),
        weight=_WEIGHTS.get(kind, _OTHER_WEIGHT),
        names=_join(text for field, text in folded if field in NAME_FIELDS),
        handles=_join(handles),
        tags=_join(" ".join(text.lower().split()) for field, text in kept if field == "tag"),
        rest=_join(text for field, text in folded if field not in NAME_FIELDS),
        fields=kept,
    )


def _join(texts: Iterable[str]) -> str:
    joined = "\n".join(dict.fromkeys(text for text in texts if text))
    return f"\n{joined}\n" if joined else ""


def _list_links(links: object) -> list[str]:
    rows = [row for row in links[:MOST_LINKS] if isinstance(row, dict)] if isinstance(links, list) else []
    return [text for row in rows for text in (_text(row.get("title")), _text(row.get("url"))) if text]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value.replace("\0", "").strip()[:LONGEST_TEXT] if isinstance(value, str) else ""
