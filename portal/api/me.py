"""`/me`: who asks, as the API sees them; and `/api/v1` itself: what there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from catalog.selectors.subjects import list_hidden_refs
from portal.api.addresses import make_address
from portal.api.base import ReadView
from portal.api.shapes import Shape
from portal.models import ApiToken

RESOURCES = (
    "me", "owner", "sources", "locations", "repositories", "scans", "broken-files", "entities", "entity-facets",
    "services", "claims", "ownership", "conflicts", "renames", "removed-entities", "teams", "team-apis", "people",
    "on-call", "on-call-sources", "schedules", "checks", "findings", "exemptions", "scores", "reports", "search",
    "schema", "docs", "redoc",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTeam(Shape):
    """A team the asker is in."""

    ref: str
    is_lead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenBrief(Shape):
    """The token that was used; its secret is nowhere."""

    name: str
    prefix: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Me(Shape):
    """Who asks: account, person, teams and rights."""

    username: str
    person_ref: Annotated[str | None, "The User of the catalog that the account is linked to."]
    teams: Annotated[list[MyTeam], "Those that you may see."]
    is_administrator: bool
    scopes: list[Literal["read", "write"]]
    signed_in_by: Literal["session", "token"]
    token: TokenBrief | None


class GetMe(ReadView):
    """Who you are to the API, and what you may do."""

    subject = "catalog"
    answer = Me

    def read(self) -> Me:
        """One query for a token, which is not known whole."""
        actor, token = self.actor, self.token
        shown = ApiToken.objects.values("name", "prefix", "expires_at").get(pk=token.pk) if token else None
        hidden = list_hidden_refs(actor, actor.team_refs)
        return Me(
            username=self.request.user.get_username(),
            person_ref=actor.person_ref,
            teams=[MyTeam(ref=ref, is_lead=ref in actor.lead_of_refs) for ref in sorted(actor.team_refs - hidden)],
            is_administrator=actor.is_administrator,
            scopes=[scope.value for scope in sorted(actor.scopes)],
            signed_in_by="token" if token else "session",
            token=TokenBrief(**shown) if shown else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(Shape):
    """Where everything is."""

    resources: Annotated[dict[str, str], "Address by name."]


class GetIndex(ReadView):
    """What the API has."""

    subject = "catalog"
    answer = Index

    def read(self) -> Index:
        """No query."""
        return Index(resources={name: make_address(name) for name in RESOURCES})
