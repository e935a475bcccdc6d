"""Addresses and logins of people: what may be one, how it is written, and whose an address of a Git host is. Pure."""

from __future__ import annotations

import re

EMAIL = "email"
GITHUB_LOGIN = "github-login"
GITLAB_LOGIN = "gitlab-login"
#: What a person may be known by, with what it is called.
PERSONAL_SCHEMES = {EMAIL: "E-mail address", GITHUB_LOGIN: "GitHub login", GITLAB_LOGIN: "GitLab login"}

LONGEST_ADDRESS = 320

#: What comes before the @ of an address that many may share.
ROLE_NAMES = frozenset(
    {
        "admin",
        "administrator",
        "build",
        "builds",
        "ci",
        "contact",
        "dev",
        "developers",
        "devops",
        "git",
        "hello",
        "info",
        "jenkins",
        "mail",
        "no-reply",
        "noreply",
        "ops",
        "postmaster",
        "release",
        "releases",
        "root",
        "support",
        "team",
        "webmaster",
    }
)

_EMAIL_FORM = re.compile(r"[^@\s/:,;<>]+@[^@\s/:,;<>]+\.[^@\s/:,;<>]+")
_LOGIN_FORM = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,253}[a-z0-9_])?")
# ID+LOGIN@users.noreply.HOST as GitHub writes it, ID-LOGIN as GitLab does, LOGIN alone for old accounts
_NOREPLY = re.compile(r"(?:\d+[+-])?([^@+]+)@users\.noreply\..+", re.IGNORECASE)


def read_noreply_login(address: str) -> str:
    """The login in an address that a Git host gives out, in lower case; empty for any other address."""
    found = _NOREPLY.fullmatch(address.strip())
    return found[1].lower() if found else ""


def is_role_address(email: str) -> bool:
    """Whether many may share an address, by what comes before its @: then it is no one person's."""
    local_part, at, _ = email.strip().lower().partition("@")
    return bool(at) and local_part in ROLE_NAMES


def read_address(scheme: str, text: str) -> str:
    """An address or a login as it is kept: in lower case, a login without its @. Empty where it is none."""
    value = text.strip().lower()
    if scheme == EMAIL:
        return value if len(value) <= LONGEST_ADDRESS and _EMAIL_FORM.fullmatch(value) else ""
    value = value.removeprefix("@")
    return value if scheme in PERSONAL_SCHEMES and _LOGIN_FORM.fullmatch(value) else ""


def fold_name(text: str) -> str:
    """A name, login or address as it is looked up: without regard to case; an address of a Git host by its login."""
    return read_noreply_login(text) or text.casefold()
