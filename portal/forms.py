"""What people type in: sign-in, passwords, tokens, accounts, sources, registered URLs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalog.core.access import Scope
from catalog.core.refs import RefError, parse_ref
from catalog.core.registered import LONGEST_URL, check_url
from portal.models import Account

_TEXT = {"class": "form-control", "autocomplete": "off"}


class SignInForm(forms.Form):
    """Name and password. Long input is refused before anything is computed from it."""

    username = forms.CharField(
        label="User name",
        max_length=150,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="Password",
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "current-password"}),
    )


class PasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # not generic at run time
    """A new password; the present one is asked for where there is one."""

    old_password = forms.CharField(
        label="Present password",
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "current-password"}),
    )
    field_order = ("old_password", "new_password1", "new_password2")

    def __init__(self, account: Account, data: object = None) -> None:
        super().__init__(account, data)
        for name in ("new_password1", "new_password2"):
            self.fields[name].widget.attrs["class"] = "form-control"
        if not account.has_usable_password():
            del self.fields["old_password"]

    def clean_old_password(self) -> str:
        """The present password, if it is right."""
        text = str(self.cleaned_data["old_password"])
        if not self.user.check_password(text):
            raise ValidationError("This is not your present password.")
        return text


class TokenForm(forms.Form):
    """What a new API token is for, what it may do and for how long."""

    LIFETIMES = (("30", "30 days"), ("90", "90 days"), ("365", "1 year"), ("", "until revoked"))

    name = forms.CharField(
        label="What is it for", max_length=100, widget=forms.TextInput(attrs={**_TEXT, "placeholder": "nightly export"})
    )
    may_write = forms.BooleanField(
        label="May change things", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    days = forms.ChoiceField(
        label="Works for",
        choices=LIFETIMES,
        required=False,
        initial="90",
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    @property
    def scopes(self) -> frozenset[Scope]:
        """The scopes that were asked for; reading is in every token."""
        return frozenset(Scope) if self.cleaned_data["may_write"] else frozenset({Scope.READ})

    @property
    def expires_at(self) -> datetime | None:
        """When the token stops working; None for never."""
        days = self.cleaned_data["days"]
        return timezone.now() + timedelta(days=int(days)) if days else None


class PersonField(forms.CharField):
    """A ref of a User; a bare name is one too."""

    def __init__(self, label: str = "Person in the catalog", *, required: bool = False) -> None:
        attributes = {**_TEXT, "placeholder": "user:default/…", "list": "people"}
        super().__init__(label=label, required=required, max_length=500, widget=forms.TextInput(attrs=attributes))

    def clean(self, value: object) -> str:
        """The canonical ref, or nothing."""
        text = str(super().clean(value)).strip()
        if not text:
            return ""
        try:
            ref = parse_ref(text, default_kind="user")
        except RefError as error:
            raise ValidationError(str(error)) from error
        if ref.kind.lower() != "user":
            raise ValidationError("A person is a User of the catalog: write user:default/name.")
        return str(ref)


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A new account."""

    first_name = forms.CharField(label="Name", max_length=150, required=False, widget=forms.TextInput(attrs=_TEXT))
    email = forms.EmailField(label="E-mail", required=False, widget=forms.EmailInput(attrs=_TEXT))
    person_ref = PersonField()
    is_staff = forms.BooleanField(
        label="Administrator", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    class Meta:
        model = Account
        fields = ("username", "first_name", "email", "person_ref", "is_staff")
        labels = {"username": "User name"}
        help_texts = {"username": ""}
        widgets = {"username": forms.TextInput(attrs=_TEXT)}


class AccountChangeForm(forms.Form):
    """Whose an account is and what it may do."""

    person_ref = PersonField()
    is_active = forms.BooleanField(
        label="May sign in", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    is_administrator = forms.BooleanField(
        label="Administrator", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )


class SourceForm(forms.Form):
    """A folder of clones."""

    location = forms.CharField(
        label="Folder",
        max_length=1000,
        widget=forms.TextInput(attrs={**_TEXT, "placeholder": "/srv/clones", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="Name",
        max_length=200,
        required=False,
        help_text="What people see. Left empty: the folder's own name.",
        widget=forms.TextInput(attrs=_TEXT),
    )


class LocationForm(forms.Form):
    """A URL of a descriptor file."""

    target = forms.CharField(
        label="URL",
        max_length=LONGEST_URL,
        help_text="The page of a catalog file, as your browser shows it, or where its text is.",
        widget=forms.TextInput(
            attrs={
                **_TEXT,
                "placeholder": "https://github.com/acme/org/blob/main/all.yaml",
                "inputmode": "url",
                "spellcheck": "false",
            }
        ),
    )
    is_trusted = forms.BooleanField(
        label="Trusted for the organisation: the Groups and Users it leads to decide who is in which team",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def clean_target(self) -> str:
        """The URL, if it is one that can be registered."""
        url = str(self.cleaned_data["target"]).strip()
        if problem := check_url(url):
            raise ValidationError(f"{problem[0].upper()}{problem[1:]}.")
        return url


class SourceChangeForm(forms.Form):
    """What a source is called, who sees what comes from it, and what it may define."""

    name = forms.CharField(label="Name", max_length=200, widget=forms.TextInput(attrs=_TEXT))
    is_restricted = forms.BooleanField(
        label="Restricted: only the teams below and administrators see what comes from it",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    reader_refs = forms.MultipleChoiceField(
        label="Teams that see it",
        required=False,
        help_text="Counts while the source is restricted. Hold Ctrl to choose several.",
        widget=forms.SelectMultiple(attrs={"class": "form-select", "size": 8}),
    )
    may_define_organisation = forms.BooleanField(
        label="Trusted for the organisation: its Groups and Users decide who is in which team and what they may do",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, teams: Sequence[tuple[str, str]], data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # what a view hands in
        self.fields["reader_refs"].choices = teams  # type: ignore[attr-defined]  # a field with choices
