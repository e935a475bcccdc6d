"""What people fill in to decide something: every decision has a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import forms

from catalog.actions.decisions import LONGEST_REASON
from catalog.core.addresses import LONGEST_ADDRESS, PERSONAL_SCHEMES
from scoring.core.exemptions import LONGEST, USUAL

_REF = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}


class ReasonForm(forms.Form):
    """Why; shown to everybody who sees the decision."""

    reason = forms.CharField(
        label="Why",
        max_length=LONGEST_REASON,
        help_text="Shown with your name to everybody who sees this.",
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )


class ChooseForm(ReasonForm):
    """Which of several descriptors counts."""

    descriptor = forms.ChoiceField(
        label="Which file counts", widget=forms.RadioSelect(attrs={"class": "form-check-input"})
    )
    field_order = ("descriptor", "reason")

    def __init__(self, choices: Sequence[tuple[str, str]], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        field = self.fields["descriptor"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = choices


class RenameForm(ReasonForm):
    """What something was called before."""

    old_ref = forms.CharField(
        label="Old name",
        max_length=500,
        help_text="A ref that nothing has any more, as in component:default/cart.",
        widget=forms.TextInput(attrs=_REF),
    )
    new_ref = forms.CharField(label="What it is called now", max_length=500, widget=forms.TextInput(attrs=_REF))
    field_order = ("old_ref", "new_ref", "reason")


class MergeForm(ReasonForm):
    """Two records of one person."""

    kept_ref = forms.CharField(
        label="Person",
        max_length=500,
        help_text="Under this name they are known from now on, as in user:default/ada.",
        widget=forms.TextInput(attrs=_REF),
    )
    other_ref = forms.CharField(
        label="Is also", max_length=500, help_text="Its page leads on.", widget=forms.TextInput(attrs=_REF)
    )
    field_order = ("kept_ref", "other_ref", "reason")


class AddressForm(ReasonForm):
    """What else a person is known by."""

    scheme = forms.ChoiceField(
        label="What it is", choices=list(PERSONAL_SCHEMES.items()), widget=forms.Select(attrs={"class": "form-select"})
    )
    value = forms.CharField(label="Address or login", max_length=LONGEST_ADDRESS, widget=forms.TextInput(attrs=_REF))
    field_order = ("scheme", "value", "reason")


class OwnerForm(ReasonForm):
    """Which team owns something."""

    team_ref = forms.ChoiceField(label="Team", widget=forms.Select(attrs={"class": "form-select"}))
    field_order = ("team_ref", "reason")

    def __init__(self, teams: Sequence[tuple[str, str]], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        field = self.fields["team_ref"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = teams


class ExemptionForm(ReasonForm):
    """Until when a finding rests."""

    until_date = forms.DateField(
        label="Until, that day included",
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("until_date", "reason")

    def __init__(self, today: date, data: object = None) -> None:
        super().__init__(data, initial={"until_date": today + USUAL})  # type: ignore[arg-type]  # a QueryDict or nothing
        last = today + LONGEST
        self.fields["until_date"].widget.attrs.update({"max": f"{last}", "min": f"{today}"})
        self.fields["until_date"].help_text = f"A year at most: {last}."
