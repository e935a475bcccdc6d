"""Which authors are machines: an exact list, and names that end in `[bot]`. Never a loose pattern.

A pattern like `travis` or `bot` takes people's work away from them, so a name counts only as a whole. Names on the
list are those under which the tools commit by default, from the documentation of each.
"""

from __future__ import annotations

BOT_MARK = "[bot]"

BOT_NAMES = frozenset(
    {
        "allcontributors",
        "codecov-io",
        "dependabot",
        "dependabot-preview",
        "depfu",
        "github action",
        "github actions",
        "github-actions",
        "gitlab ci",
        "gitlab-ci",
        "imgbot",
        "jenkins ci",
        "mergify",
        "pre-commit-ci",
        "pyup-bot",
        "renovate",
        "renovate bot",
        "renovate-bot",
        "semantic-release-bot",
        "snyk bot",
        "snyk-bot",
        "travis ci",
        "whitesource renovate",
    }
)
BOT_EMAILS = frozenset(
    {
        "action@github.com",
        "bot@renovateapp.com",
        "github-bot@pyup.io",
        "renovate@whitesourcesoftware.com",
        "semantic-release-bot@martynus.net",
        "snyk-bot@snyk.io",
        "support@dependabot.com",
        "bot@dependabot.com",
    }
)


def is_bot(name: str, email: str) -> bool:
    """Whether the author is a machine, by name or by address; case does not matter."""
    name, email = name.strip().lower(), email.strip().lower()
    local_part = email.partition("@")[0]
    return name.endswith(BOT_MARK) or local_part.endswith(BOT_MARK) or name in BOT_NAMES or email in BOT_EMAILS
