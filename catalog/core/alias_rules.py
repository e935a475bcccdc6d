"""Other names of a Group or a User, read from its descriptor. Pure.

Sources: Backstage's well-known annotations `github.com/team-slug` and `github.com/user-login`, the profile's e-mail.
GitLab has no well-known ones for users and groups; `gitlab.com/group-path` and `gitlab.com/user-login` are read alike.
`bailiwick.dev/emails` on a User names further addresses of theirs, with commas between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.core.addresses import EMAIL, read_address

#: annotation -> scheme of the alias
ANNOTATIONS = {
    "group": {"github.com/team-slug": "github-team", "gitlab.com/group-path": "gitlab-group"},
    "user": {"github.com/user-login": "github-login", "gitlab.com/user-login": "gitlab-login"},
}


EMAILS_ANNOTATION = "bailiwick.dev/emails"
MOST_EMAILS = 50


def list_aliases(entity: dict[str, Any]) -> set[tuple[str, str]]:
    """(scheme, value) of each other name; values in lower case. Kinds other than Group and User have none."""
    kind = str(entity.get("kind", "")).lower()
    metadata, spec = entity.get("metadata"), entity.get("spec")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    profile = spec.get("profile") if isinstance(spec, dict) else None
    found: set[tuple[str, str]] = set()
    for annotation, scheme in ANNOTATIONS.get(kind, {}).items():
        value = annotations.get(annotation) if isinstance(annotations, dict) else None
        if isinstance(value, str) and value.strip():
            found.add((scheme, value.strip().lower().removeprefix("@")[:500]))
    email = profile.get("email") if isinstance(profile, dict) and kind in ANNOTATIONS else None
    if isinstance(email, str) and "@" in email:
        found.add(("email", email.strip().lower()[:500]))
    return found | (_list_more_emails(annotations) if kind == "user" else set())


def _list_more_emails(annotations: object) -> set[tuple[str, str]]:
    """What is no address in the list is left out; at most fifty are read."""
    text = annotations.get(EMAILS_ANNOTATION) if isinstance(annotations, Mapping) else None
    parts = text.split(",", MOST_EMAILS)[:MOST_EMAILS] if isinstance(text, str) else []
    return {(EMAIL, address) for part in parts if (address := read_address(EMAIL, part))}
