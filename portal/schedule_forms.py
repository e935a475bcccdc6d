"""What people fill in to keep a schedule, and to decide who is on call for a while."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from catalog.core.yaml_text import load_yaml
from teams.actions.overrides import LONGEST_REASON
from teams.core.oncall import OnCallError
from teams.core.oncall.documents import KIND, read_document

LONGEST_TEXT = 100_000
_TIME = {"class": "form-control", "type": "datetime-local"}


class ScheduleForm(forms.Form):
    """A schedule as text."""

    text = forms.CharField(
        label="The schedule, as in oncall.yaml",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"class": "form-control font-monospace", "rows": 18, "spellcheck": "false"}),
        help_text=(
            "layers: each has participants (one list for each turn), a rotation (start, unit, length) and, where it is "
            "not around the clock, restrictions. People are refs, names of refs or e-mail addresses."
        ),
    )

    def clean_text(self) -> dict[str, Any]:
        """The document's data. A fault names its line."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        file = load_yaml(text.encode())
        if file.fault:
            raise ValidationError(f"line {file.fault.line}: {file.fault.message}")
        documents = [each for each in file.documents if each.data is not None or each.fault]
        if len(documents) != 1:
            raise ValidationError("Write one schedule here, not several.")
        (document,) = documents
        if isinstance(document.data, dict) and "kind" not in document.data:
            document.data["kind"] = KIND
        try:
            read_document(document)
        except OnCallError as error:
            raise ValidationError(str(error)) from error
        return dict(document.data)


class OverrideForm(forms.Form):
    """Who is on call between two times."""

    MODES = (
        ("swap", "takes over from somebody"),
        ("add", "is on call as well"),
        ("replace_all", "is on call alone"),
        ("remove", "(nobody) somebody is taken off"),
    )

    person = forms.ChoiceField(label="Who", required=False, widget=forms.Select(attrs={"class": "form-select"}))
    mode = forms.ChoiceField(label="does what", choices=MODES, widget=forms.Select(attrs={"class": "form-select"}))
    replaces = forms.ChoiceField(
        label="from whom, to take over or to take off",
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    start = forms.DateTimeField(label="From", widget=forms.DateTimeInput(attrs=_TIME, format="%Y-%m-%dT%H:%M"))
    end = forms.DateTimeField(label="Until", widget=forms.DateTimeInput(attrs=_TIME, format="%Y-%m-%dT%H:%M"))
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=LONGEST_REASON,
        help_text="Shown with your name to everybody who sees the schedule.",
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(
        self, takers: Sequence[tuple[str, str]], givers: Sequence[tuple[str, str]], zone: str, data: object = None
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        for name, choices in (("person", takers), ("replaces", givers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
            field.choices = [("", "nobody"), *choices]
        for name in ("start", "end"):
            self.fields[name].help_text = f"On the clock of {zone}."

    def to_form(self) -> dict[str, Any]:
        """The override in the form of `oncall.yaml`."""
        data = self.cleaned_data
        form = {"mode": data["mode"], **{name: f"{data[name]:%Y-%m-%dT%H:%M}" for name in ("start", "end")}}
        if data["mode"] in ("swap", "remove"):
            form["replaces"] = data["replaces"] or None
        return form if data["mode"] == "remove" else {**form, "users": [data["person"]] if data["person"] else []}
