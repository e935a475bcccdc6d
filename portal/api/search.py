"""`/search`: entities and repositories by any part of a name, handle, tag or text, the nearest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from catalog.core.text_search.query import LONGEST_TEXT, SearchQuery, parse_query
from catalog.selectors.search import (
    HIT_COLUMNS,
    ORDER,
    Hit,
    count_kinds,
    describe_hits,
    list_alike,
    list_entries,
)
from portal.api.addresses import entity_address, make_address
from portal.api.base import ReadView
from portal.api.owners import get_brief_owners
from portal.api.pagination import PARAMETERS, CursorPages
from portal.api.problems import BadParametersError
from portal.api.query import Parameter, ref_parameter, text_parameter
from portal.api.shapes import Fault, OwnerBrief, Page, Shape

_REPOSITORY = "repository"
_LONGEST_WORD = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchMatch(Shape):
    """A field that holds what was searched."""

    field: Annotated[str, "`name`, `title`, `e-mail`, `former ref`, `tag`, `description` and the like."]
    text: Annotated[str, "Its text; of a long one what is around."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit(Shape):
    """Something found."""

    ref: Annotated[str, "Of an entity, or `repository:` and an id."]
    name: Annotated[str, "The name people know it by."]
    kind: Annotated[str, "In lower case; `repository` for repositories."]
    type: str
    is_alike: Annotated[bool, "Whether nothing holds what was searched, and the name is merely like it."]
    matches: Annotated[list[SearchMatch], "Why it was found; empty where only a ref or a filter fits."]
    owner: OwnerBrief | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount(Shape):
    """How many of a kind were found."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer(Page):
    """One page of what was found."""

    results: list[SearchHit]
    kinds: Annotated[list[KindCount], "Of all pages, the commonest first; empty where names are merely alike."]


class GetSearch(ReadView):
    """Whatever is called like a text. Its words must all be found; give a text, a filter, or both."""

    subject = "catalog"
    answer = SearchAnswer
    parameters: ClassVar[tuple[Parameter, ...]] = (
        text_parameter(
            "q",
            "Words, and filters as in the portal's box: `pay kind:api owner:payments tag:go`.",
            longest=LONGEST_TEXT,
        ),
        text_parameter("kind", "A kind, or the type of an entity; case does not count.", longest=_LONGEST_WORD),
        ref_parameter("owner", "Accountable owner: a ref, the name of a team, `nobody`, or `me` for your own teams."),
        text_parameter("tag", "A tag; case does not count.", longest=_LONGEST_WORD),
        *PARAMETERS,
    )

    def read(self) -> SearchAnswer:
        """One page. Five queries; more where the query names an owner, or where nothing holds the text."""
        query = self._read_query()
        found = list_entries(self.actor, query)
        counts = count_kinds(found)
        if not counts:
            found = list_alike(self.actor, query)
        pages = CursorPages(self.request.path, self.request.query_params, ORDER)
        page = pages.read(found.values(*HIT_COLUMNS))
        return SearchAnswer(
            count=page.count,
            next=page.next,
            previous=page.previous,
            results=self._describe(describe_hits(page.rows, query)),
            kinds=[KindCount(kind=kind, count=number) for kind, number in counts.items()],
        )

    def _read_query(self) -> SearchQuery:
        words = {name: [self.asked[name]] if name in self.asked else [] for name in ("kind", "owner", "tag")}
        query = parse_query(self.asked.get("q", ""), kinds=words["kind"], owners=words["owner"], tags=words["tag"])
        if query.is_too_short:
            raise BadParametersError(
                [Fault(parameter="q", detail="Must hold two letters or more, unless a filter is set.")]
            )
        return query

    def _describe(self, hits: Sequence[Hit]) -> list[SearchHit]:
        owners = get_brief_owners(self.actor, [hit.ref for hit in hits])
        return [_describe(hit, owners) for hit in hits]


def _describe(hit: Hit, owners: dict[str, OwnerBrief]) -> SearchHit:
    return SearchHit(
        ref=hit.ref,
        name=hit.name,
        kind=hit.kind,
        type=hit.type,
        is_alike=hit.is_alike,
        matches=[SearchMatch(field=reason.field, text=reason.text) for reason in hit.reasons],
        owner=owners.get(hit.ref),
        href=_address(hit),
    )


def _address(hit: Hit) -> str:
    rest = hit.ref.removeprefix(f"{_REPOSITORY}:")
    is_repository = hit.kind == _REPOSITORY and rest.isascii() and rest.isdigit()
    return make_address("repositories", rest) if is_repository else entity_address(hit.ref)
