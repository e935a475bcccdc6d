"""What people fill in to decide who is in a team."""

from __future__ import annotations

from django import forms

from portal.decision_forms import ReasonForm
from portal.forms import PersonField
from teams.core.membership import Decided, Standing

_DAY = {"class": "form-control", "type": "date"}


class MembershipForm(ReasonForm):
    """How somebody stands to a team, and from when until when."""

    STANDINGS = (
        (Standing.MEMBER.value, "is in the team"),
        (Standing.LEAD.value, "is in the team and leads it"),
        (Standing.OUT.value, "is not in the team"),
    )

    person = PersonField(label="Who", required=True)
    says = forms.ChoiceField(
        label="How they stand", choices=STANDINGS, widget=forms.Select(attrs={"class": "form-select"})
    )
    from_date = forms.DateField(
        label="From",
        required=False,
        help_text="Left empty: from now on.",
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
    )
    until_date = forms.DateField(
        label="Until, that day included",
        required=False,
        help_text="Left empty: until it is withdrawn. After it files count alone.",
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
    )
    field_order = ("person", "says", "from_date", "until_date", "reason")

    def make(self) -> Decided:
        """What was said."""
        data = self.cleaned_data
        return Decided(Standing(data["says"]), data["from_date"], data["until_date"])
