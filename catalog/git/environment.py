"""The hardened environment: what every Git process sees, and nothing else.

Everything a repository contains was written by somebody we do not trust, its own ``config`` file included. So
Git starts with an empty environment, no configuration of machine or user, no protocol that was not asked for,
and with every setting that could start another program turned off by ``-c``, which outranks the repository.
"""

from collections.abc import Mapping
from pathlib import Path

from catalog.git.settings import GitSettings

NO_PROGRAM = "/bin/false"
NOWHERE = "/nonexistent"

_ENVIRONMENT: Mapping[str, str] = {
    "HOME": NOWHERE,
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": NO_PROGRAM,
    "SSH_ASKPASS": NO_PROGRAM,
    "GIT_SSH_COMMAND": NO_PROGRAM,
    "GIT_PAGER": "cat",
    "GIT_EDITOR": NO_PROGRAM,
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_HTTP_LOW_SPEED_LIMIT": "1000",
    "GIT_HTTP_LOW_SPEED_TIME": "20",
}

# What a repository's own config could otherwise use to start a program, read a file or open a connection.
_OVERRIDES: Mapping[str, str] = {
    "http.followRedirects": "false",
    "credential.helper": "",
    "core.hooksPath": "/dev/null",
    "core.symlinks": "false",
    "core.fsmonitor": "false",
    "core.attributesFile": "/dev/null",
    "core.excludesFile": "/dev/null",
    "core.pager": "cat",
    "core.sshCommand": NO_PROGRAM,
    "core.gitProxy": "",
    "core.alternateRefsCommand": NO_PROGRAM,
    "diff.external": NO_PROGRAM,
    "log.showSignature": "false",
    "gpg.program": NO_PROGRAM,
    "gpg.openpgp.program": NO_PROGRAM,
    "gpg.x509.program": NO_PROGRAM,
    "gpg.ssh.program": NO_PROGRAM,
    "gpg.ssh.defaultKeyCommand": NO_PROGRAM,
    "mailmap.file": "/dev/null",
    "submodule.recurse": "false",
    "fetch.recurseSubmodules": "false",
    "transfer.fsckObjects": "true",
    "transfer.bundleURI": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "core.packedGitWindowSize": "32m",
    "core.packedGitLimit": "1g",
}


def build_environment(settings: GitSettings, protocols: tuple[str, ...], extra: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of one Git process; ``protocols`` are the transports it may use (none: no network)."""
    environment = {"PATH": settings.search_path, **_ENVIRONMENT, "GIT_ALLOW_PROTOCOL": ":".join(protocols)}
    if settings.ca_bundle is not None:
        environment["GIT_SSL_CAINFO"] = str(settings.ca_bundle)
    if settings.https_proxy:
        environment["https_proxy"] = settings.https_proxy
    return {**environment, **extra}


def build_options(protocols: tuple[str, ...], safe_directory: Path | None) -> list[str]:
    """The ``-c`` options of one Git process, in the order Git takes them."""
    options = {"protocol.allow": "never"}
    options.update({f"protocol.{name}.allow": "always" for name in protocols})
    options.update(_OVERRIDES)
    if safe_directory is not None:
        options["safe.directory"] = str(safe_directory)
    return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
