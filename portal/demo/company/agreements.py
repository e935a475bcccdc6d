"""What the teams of Brindlemoor promise each other: Team APIs, interactions, and where their files stand."""

from __future__ import annotations

from dataclasses import dataclass

from portal.demo.company import teams as t
from portal.demo.model import Team


@dataclass(frozen=True)
class TeamProfile:
    """What a team's own documents say that the catalog does not; `folder` of `repository` is where they stand."""

    team: Team
    type: str
    repository: str
    folder: str = ""
    updated_days_ago: int = 7
    review_every_days: int = 180


@dataclass(frozen=True)
class Interaction:
    """Two teams and how they work together, from `since` to `until` days ago (negative: still to come).

    `one_sided`: only the first of the two says so.
    """

    first: Team
    second: Team
    mode: str
    purpose: str
    since: int
    until: int | None = None
    one_sided: bool = False

    def is_declared_by(self, team: Team) -> bool:
        """Whether the team's own document mentions it."""
        return team == self.first or (team == self.second and not self.one_sided)

    def seen_by(self, team: Team) -> tuple[Team, str]:
        """The other team, and the role of this one."""
        is_first = team == self.first
        roles = {"x-as-a-service": ("provider", "consumer"), "collaboration": ("peer", "peer")}[self.mode]
        return (self.second, roles[0]) if is_first else (self.first, roles[1])


PROFILES = (
    TeamProfile(t.STOREFRONT, "stream-aligned", "storefront"),
    TeamProfile(t.CHECKOUT, "stream-aligned", "checkout"),
    TeamProfile(t.BASKET, "stream-aligned", "cart"),
    TeamProfile(t.CATALOGUE, "stream-aligned", "catalogue"),
    TeamProfile(t.PAYMENTS, "stream-aligned", "payments"),
    TeamProfile(t.RISK, "complicated-subsystem", "payments", "fraud-scoring"),
    # Nobody has looked at it for twice as long as it allows.
    TeamProfile(t.BILLING, "stream-aligned", "backend", "teams/billing", updated_days_ago=200, review_every_days=90),
    TeamProfile(t.DISPATCH, "stream-aligned", "dispatch"),
    TeamProfile(t.CARRIERS, "stream-aligned", "dispatch", "carrier-gateway"),
    TeamProfile(t.IDENTITY, "stream-aligned", "backend", "teams/identity"),
    TeamProfile(t.MESSAGING, "platform", "backend", "teams/messaging"),
    TeamProfile(t.PLATFORM, "platform", "platform"),
    TeamProfile(t.DATA, "platform", "analytics"),
)

INTERACTIONS = (
    Interaction(t.PLATFORM, t.STOREFRONT, "x-as-a-service", "Clusters and feature flags", 400),
    Interaction(t.PLATFORM, t.CHECKOUT, "x-as-a-service", "Clusters and pipeline", 400),
    Interaction(t.PLATFORM, t.PAYMENTS, "x-as-a-service", "Clusters and pipeline", 400),
    Interaction(t.PLATFORM, t.DISPATCH, "x-as-a-service", "Clusters and pipeline", 400),
    Interaction(t.CHECKOUT, t.BASKET, "collaboration", "Part the shop database in two", 90, -120),
    Interaction(t.IDENTITY, t.MESSAGING, "collaboration", "Move the mails out of the accounts", 240, 40),
    Interaction(t.CATALOGUE, t.DATA, "collaboration", "Rank by what is bought", 60, -90, one_sided=True),
    Interaction(t.RISK, t.PAYMENTS, "x-as-a-service", "Fraud scores", 500),
)
