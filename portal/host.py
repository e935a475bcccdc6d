"""The same place at the host that has the repository, where that host is a known one."""

from __future__ import annotations

from django.conf import settings

from catalog.core.host_links import link_to_commit, link_to_file, link_to_folder, link_to_repository
from catalog.core.remotes import parse_remote
from catalog.models import Origin


def repository_at_host(origin: Origin) -> str:
    """The repository's page at its host; empty where the host is unknown."""
    remote = parse_remote(origin.remote_url)
    return (link_to_repository(remote, settings.CODE_HOSTS) or "") if remote else ""


def file_at_host(origin: Origin, commit: str, path: str, line: int = 0) -> str:
    """The file at a commit, at a line if given, at its host; empty where the host is unknown."""
    remote = parse_remote(origin.remote_url)
    return (link_to_file(remote, commit, path, line or None, settings.CODE_HOSTS) or "") if remote else ""


def folder_at_host(origin: Origin, commit: str, path: str) -> str:
    """The folder at a commit at its host (an empty path: the root); empty where the host is unknown."""
    remote = parse_remote(origin.remote_url)
    return (link_to_folder(remote, commit, path, settings.CODE_HOSTS) or "") if remote else ""


def commit_at_host(origin: Origin, commit: str) -> str:
    """The commit at its host; empty where the host is unknown."""
    remote = parse_remote(origin.remote_url)
    return (link_to_commit(remote, commit, settings.CODE_HOSTS) or "") if remote else ""
