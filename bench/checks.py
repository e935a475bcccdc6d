"""All checks over a made-up organisation: CPU seconds and queries of a first run, an idle one and a busy one.

    python bench/checks.py                                10,000 services, 50,000 edges, SQLite in a temporary folder
    python bench/checks.py --services 1000
    DATABASE_URL=postgres://... python bench/checks.py    on an empty database, which is filled and left behind

To hold (DESIGN.md, the numbers): 10 CPU seconds and 25 queries to load and judge 10,000 services and 50,000 edges;
aim 5. Writing what changed comes on top and is printed beside it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SERVICES = 10_000


def main() -> None:
    """Fill a database in a process of its own, whose memory is not counted; then run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, default=SERVICES)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bailiwick.settings")
    if given.fill:
        django.setup()
        import_module("bench.checks_data").fill(given.services)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("BAILIWICK_VAR", folder)
        django.setup()
        import_module("django.core.management").call_command("migrate", verbosity=0)
        print(f"filling {given.services} services ...", flush=True)
        subprocess.run([sys.executable, __file__, "--fill", "--services", str(given.services)], check=True, cwd=ROOT)
        import_module("bench.checks_run").measure(given.services)


if __name__ == "__main__":
    main()
