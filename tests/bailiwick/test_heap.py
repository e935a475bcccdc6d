"""Memory that a web process keeps, in a process of its own: what is set there is set for good."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

SCRIPT = """
import resource
from bailiwick.heap import keep_memory

def count_faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(10):
        several = [b"x" * 8_000_000 for _ in range(4)]  # at once, as the buffers of an answer are
        del several
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

{first}
count_faults()
print(count_faults())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left as they are")
def test_a_large_answer_takes_the_memory_of_the_one_before() -> None:
    assert count_faults("keep_memory()") < count_faults("pass") / 10


def count_faults(first: str) -> int:
    """Pages that the kernel had to hand out for ten large values."""
    script = SCRIPT.format(first=first)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return int(done.stdout)
