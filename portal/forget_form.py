"""What an administrator fills in to erase a person."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

_TEXT = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}


class ForgetForm(forms.Form):
    """The ref once more, and what else the person is known by."""

    also = forms.CharField(
        label="Also known by",
        required=False,
        max_length=4000,
        help_text="Addresses, logins or full names that the catalog does not know, one a line.",
        widget=forms.Textarea(attrs={**_TEXT, "rows": 3}),
    )
    confirm = forms.CharField(label="Type the ref to confirm", max_length=500, widget=forms.TextInput(attrs=_TEXT))

    def __init__(self, ref: str, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        self._ref = ref
        self.fields["confirm"].help_text = f"Write {ref}. This cannot be undone."

    def clean_confirm(self) -> str:
        """The ref, and no other."""
        text = str(self.cleaned_data["confirm"]).strip().lower()
        if text != self._ref:
            raise ValidationError(f"This is not {self._ref}.")
        return text

    def list_also(self) -> list[str]:
        """What else they are known by."""
        return [line.strip() for line in str(self.cleaned_data["also"]).splitlines() if line.strip()]
