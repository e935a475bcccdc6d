"""What people type in about on-call sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File

from catalog.http.errors import NotAllowedError
from catalog.http.targets import check_target
from teams.actions.on_call_sources import NewSource
from teams.core.oncall import OnCallError
from teams.importers.base import Importer
from teams.importers.ical_url import read_bytes
from teams.models import OnCallSource

_TEXT = {"class": "form-control", "autocomplete": "off"}
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_INTERVALS = (("15", "every 15 minutes"), ("60", "every hour"), ("360", "every 6 hours"), ("1440", "every day"))
DAILY = 1440
MOST_BYTES = 4 * 1024 * 1024
FILE, GRAFANA = "ical-file", "grafana"


class OnCallSourceForm(forms.Form):
    """One source of a kind: only the fields that this kind has."""

    name = forms.CharField(
        label="Name",
        max_length=63,
        help_text="Lower-case letters, digits and hyphens. A calendar's schedule is called schedule:default/name.",
        widget=forms.TextInput(attrs={**_TEXT, "placeholder": "payments-nights"}),
    )
    title = forms.CharField(
        label="Title", max_length=200, required=False, help_text="What people see.", widget=forms.TextInput(attrs=_TEXT)
    )
    owner_ref = forms.ChoiceField(label="Team", widget=forms.Select(attrs={"class": "form-select"}))
    url = forms.CharField(
        label="URL",
        max_length=2000,
        help_text="Kept as a secret: it is not shown again.",
        widget=forms.TextInput(attrs={**_TEXT, "spellcheck": "false", "placeholder": "https://"}),
    )
    file = forms.FileField(
        label="File", help_text="An .ics file of up to 4 MiB.", widget=forms.FileInput(attrs={"class": "form-control"})
    )
    stack_url = forms.CharField(
        label="URL of the Grafana stack",
        max_length=2000,
        required=False,
        help_text="Needed with tokens of service accounts (glsa_): https://your-stack.grafana.net",
        widget=forms.TextInput(attrs={**_TEXT, "spellcheck": "false"}),
    )
    zone = forms.CharField(
        label="Time zone",
        max_length=100,
        help_text="Of whole days and times without a zone, where the calendar names none itself.",
        widget=forms.TextInput(attrs={**_TEXT, "placeholder": "Europe/Berlin"}),
    )
    every_minutes = forms.ChoiceField(
        label="Look", choices=_INTERVALS, initial="60", widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(
        self,
        importer: Importer,
        teams: Sequence[tuple[str, str]],
        data: object = None,
        files: object = None,
        row: OnCallSource | None = None,
    ) -> None:
        """`row`: the source to change, which keeps its name, and its URL or file unless another is given."""
        super().__init__(data, files)  # type: ignore[arg-type]  # what a view hands in
        self.kind = importer.kind
        nobody = [("", "By the name of the team there")] if importer.is_whole_account else [("", "Choose a team")]
        self.fields["owner_ref"].choices = [*nobody, *teams]  # type: ignore[attr-defined]  # a field with choices
        self.fields["owner_ref"].required = not importer.is_whole_account
        self.fields["zone"].initial = settings.TIME_ZONE
        self.fields["url"].initial = importer.default_url
        for name in self._list_strange_fields(importer):
            del self.fields[name]
        if row is not None:
            self._begin_with(row)

    def _begin_with(self, row: OnCallSource) -> None:
        del self.fields["name"]
        for name in ("title", "owner_ref", "stack_url", "zone", "every_minutes"):
            if name in self.fields:
                self.fields[name].initial = getattr(row, name)
        for name in ("url", "file"):
            if name in self.fields:
                self.fields[name].required, self.fields[name].initial = False, None
                self.fields[name].help_text = f"Leave it empty to keep the present {self.fields[name].label}."

    @staticmethod
    def _list_strange_fields(importer: Importer) -> list[str]:
        strange = ["url", "every_minutes"] if importer.kind == FILE else ["file"]
        strange += ["zone"] if importer.is_whole_account else []
        return strange if importer.kind == GRAFANA else [*strange, "stack_url"]

    def clean_name(self) -> str:
        """A name that can stand in a ref."""
        name = str(self.cleaned_data["name"]).strip()
        if not _NAME.fullmatch(name):
            raise ValidationError("Lower-case letters, digits and hyphens between them, up to 63.")
        return name

    def clean_url(self) -> str:
        """A URL that may be called."""
        url = str(self.cleaned_data["url"]).strip()
        if not url:
            return ""
        scheme, _, rest = url.partition("://")
        try:
            check_target(f"https://{rest}" if scheme.lower() in {"webcal", "webcals"} else url, settings.OUTBOUND)
        except NotAllowedError as error:
            raise ValidationError(str(error)) from error
        return url

    def clean_stack_url(self) -> str:
        """A URL that fits a header."""
        url = str(self.cleaned_data["stack_url"]).strip()
        if url and not (url.startswith("https://") and url.isascii() and url.isprintable()):
            raise ValidationError("Write https:// and the host of the stack.")
        return url

    def clean_zone(self) -> str:
        """An IANA name."""
        zone = str(self.cleaned_data["zone"]).strip()
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValidationError("Write a name such as Europe/Berlin.") from error
        return zone

    def clean_file(self) -> str:
        """The text of the file; what it means is found out by the first look."""
        file: File[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size is None or file.size > MOST_BYTES:
            raise ValidationError("The file is larger than 4 MiB.")
        try:
            return read_bytes(file.read())
        except OnCallError as error:
            raise ValidationError(str(error)) from error

    def make_changes(self) -> dict[str, object]:
        """What is to change: every field that a source of this kind has, a secret only where another is given."""
        data = self.cleaned_data
        fields: dict[str, object] = {
            name: data[name] for name in ("title", "owner_ref", "stack_url", "zone") if name in data
        }
        if "every_minutes" in data:
            fields["every_minutes"] = int(data["every_minutes"])
        if data.get("url"):
            fields["url"] = data["url"]
        file = self.files.get("file")
        return fields | ({"content": data["file"], "file_name": _name_file(file)} if file else {})

    def make(self) -> NewSource:
        """What was said."""
        data = self.cleaned_data
        file = self.files.get("file")
        return NewSource(
            kind=self.kind,
            name=data["name"],
            title=data["title"],
            owner_ref=data["owner_ref"],
            url=data.get("url", ""),
            stack_url=data.get("stack_url", ""),
            content=data.get("file", ""),
            file_name=_name_file(file),
            zone=data.get("zone", "UTC"),
            every_minutes=int(data.get("every_minutes", DAILY)),
        )


def _name_file(file: File[bytes] | None) -> str:
    return (file.name or "")[:200] if file else ""
