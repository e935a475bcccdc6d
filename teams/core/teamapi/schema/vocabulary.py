"""The words a Team API chooses from. Team types and modes of interaction are those of Team Topologies."""

from __future__ import annotations

API_VERSION = "teamapi/v1"
KIND = "TeamApi"
DEFAULT_REVIEW_EVERY_DAYS = 90

TEAM_TYPES = ("stream-aligned", "platform", "enabling", "complicated-subsystem", "undefined")
LOADS = ("low", "medium", "high", "very-high")
MODES = ("collaboration", "x-as-a-service", "facilitating")
ROLES = ("provider", "consumer", "facilitator", "facilitated", "peer")
STATUSES = ("current", "expected", "ended")
PURPOSES = ("questions", "support", "incidents", "announcements", "requests", "backlog", "private")
CHANNEL_TYPES = (
    *("slack", "teams", "chat", "discord", "google-chat", "irc", "matrix", "mattermost", "zulip"),
    *("email", "mailing-list", "phone", "pager", "forum", "issue-tracker", "web", "office-hours", "other"),
)
OWNED_KINDS = ("service", "library", "website", "api", "dataset", "resource", "subsystem", "documentation", "other")
LIFECYCLES = ("experimental", "production", "deprecated")
SCHEMES = ("semver", "calver", "api-versions", "continuous", "none", "other")
DEPENDENCY_TYPES = ("ok", "slowing", "blocking")
