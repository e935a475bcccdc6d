"""What the rest of the product hands to Git: which program, how much it may use, how it gets out."""

from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024


@dataclass(frozen=True)
class GitSettings:
    """How Git is found and how it reaches the network.

    ``ca_bundle`` and ``https_proxy`` exist because Git is started with an empty environment, which drops
    what the machine has configured. They matter to network operations only.
    """

    program: str = "git"
    search_path: str = "/usr/local/bin:/usr/bin:/bin"
    ca_bundle: Path | None = None
    https_proxy: str = ""


@dataclass(frozen=True)
class GitLimits:
    """What one Git process may use. Whatever is exceeded ends that process, never ours.

    ``seconds`` is wall-clock time including the time the reader takes; ``output_bytes`` bounds standard
    output; ``file_bytes`` each file it writes; ``memory_bytes`` its address space; ``open_files`` its
    descriptors.
    """

    seconds: float = 60
    output_bytes: int = 64 * MIB
    file_bytes: int = 16 * MIB
    memory_bytes: int = 4096 * MIB
    open_files: int = 256


DEFAULT_SETTINGS = GitSettings()
READ_LIMITS = GitLimits()
LISTING_LIMITS = GitLimits(seconds=120, output_bytes=1024 * MIB)
HISTORY_LIMITS = GitLimits(seconds=3000, output_bytes=64 * 1024 * MIB)
WRITE_LIMITS = GitLimits(seconds=300, file_bytes=2048 * MIB)
