"""Other names of a Group or a User, read from its descriptor. Pure.

Sources: Backstage's well-known annotations `github.com/team-slug` and `github.com/user-login`, the profile's e-mail.
GitLab has no well-known ones for users and groups; `gitlab.com/group-path` and `gitlab.com/user-login` are read alike.
"""

from __future__ import annotations

from typing import Any

#: annotation -> scheme of the alias
ANNOTATIONS = {
    "group": {"github.com/team-slug": "github-team", "gitlab.com/group-path": "gitlab-group"},
    "user": {"github.com/user-login": "github-login", "gitlab.com/user-login": "gitlab-login"},
}


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
    return found
