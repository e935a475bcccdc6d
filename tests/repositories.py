"""Git repositories for tests of everything above `catalog.git`: made by plain Git, as people make them."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

COMPONENT = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: {name}
spec:
  type: service
  lifecycle: production
  owner: {owner}
"""
GROUP = """\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: {name}
spec:
  type: team
  children: []
"""


def component(name: str, owner: str = "shop", **spec: str) -> str:
    """The text of a Component's descriptor."""
    return COMPONENT.format(name=name, owner=owner) + "".join(f"  {key}: {value}\n" for key, value in spec.items())


def group(name: str) -> str:
    """The text of a Group's descriptor."""
    return GROUP.format(name=name)


def documents(*texts: str) -> str:
    """One file of several documents."""
    return "---\n".join(texts)


@dataclass
class Clones:
    """A folder of clones."""

    root: Path

    def commit(
        self, name: str, files: dict[str, str | bytes | None], message: str = "change", **environment: str
    ) -> str:
        """Write files (None deletes one) into the clone `name`, made if missing, and commit; returns the commit."""
        path = self.root / name
        if not path.exists():
            path.mkdir(parents=True)
            self.git(name, "init", "--quiet", "--initial-branch", "main")
        for file, content in files.items():
            target = path / file
            if content is None:
                target.unlink()
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git(name, "add", "--all")
        self.git(name, "commit", "--quiet", "--allow-empty", "--message", message, **environment)
        return self.git(name, "rev-parse", "HEAD")

    def git(self, name: str, *arguments: str, **environment: str) -> str:
        """Run Git in the clone `name`."""
        identity = {
            "GIT_AUTHOR_NAME": "Ada Example",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada Example",
            "GIT_COMMITTER_EMAIL": "ada@example.org",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root / name,
            env={**os.environ, **identity, **environment},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().strip()
