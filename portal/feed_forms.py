"""What people fill in to subscribe to a calendar."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms


class FeedForm(forms.Form):
    """Whose shifts a new feed holds."""

    subject_ref = forms.ChoiceField(label="Whose shifts", widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, choices: Sequence[tuple[str, str]], data: object, initial: str) -> None:
        super().__init__(data, initial={"subject_ref": initial})  # type: ignore[arg-type]  # a QueryDict or nothing
        field = self.fields["subject_ref"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = choices
