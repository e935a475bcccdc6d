"""A folder of clones on this machine."""

from __future__ import annotations

from pathlib import Path

from catalog.git.discover import FoundClone, find_clones
from catalog.sources.base import FoundRepository, Listing, SourceError


class DirectorySource:
    """Clones at a folder and up to four levels below it, working trees and bare ones; nothing is written there."""

    title = "Folder of clones"
    location_help = "An absolute path on the machine where the workers run, such as /srv/clones."

    def check_location(self, location: str) -> str:
        """The folder as an absolute path. Raises SourceError."""
        text = location.strip()
        if not text or "\0" in text:
            raise SourceError("Give the path of a folder that holds Git clones.")
        path = Path(text).expanduser()
        if not path.is_absolute():
            raise SourceError(f"{text} is not an absolute path; start it with /.")
        if not path.is_dir():
            raise SourceError(f"{text} is not a folder on this machine.")
        return str(path.resolve())

    def list_repositories(self, location: str) -> Listing:
        """The clones below the folder. Raises SourceError if the folder is gone or unreadable."""
        root = Path(location)
        if not root.is_dir():
            raise SourceError(f"{location} is not a folder on this machine any more.")
        found, problems = [], []
        for item in find_clones(root):
            if isinstance(item, FoundClone):
                name = root.name if item.name == "." else item.name
                found.append(FoundRepository(provider_id=item.name, name=name, location=str(item.path)))
            else:
                problems.append(f"{item.name}: {item.reason}")
        return Listing(tuple(found), is_complete=not problems, problems=tuple(problems))


SOURCE = DirectorySource()
