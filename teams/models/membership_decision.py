"""What people decided about who is in which team: beside what files say, with a name, a date and a reason."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from catalog.models.decision import IS_CURRENT, Decision
from teams.core.membership import Decided, Standing
from teams.models.people import Person, Team


class MembershipDecision(Decision):
    """How one person stands to one team, from a day to a day, because somebody who leads it says so.

    There is one at a time of each person and team. Membership is derived from it and from the catalog's files; a
    decision whose last day has passed ends by itself.
    """

    class Says(models.TextChoices):
        """How the person stands to the team."""

        LEAD = Standing.LEAD.value
        MEMBER = Standing.MEMBER.value
        OUT = Standing.OUT.value

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="membership_decisions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="membership_decisions")
    says = models.CharField(max_length=10, choices=Says.choices)
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "person"], condition=IS_CURRENT, name="membership_decision_one_current"
            ),
        ]

    @property
    def decided(self) -> Decided:
        """What it says, for the core."""
        return Decided(Standing(self.says), self.from_date, self.until_date)
