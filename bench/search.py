"""The search box over a made-up organisation: how long a search takes, beside plain `icontains` over the same rows.

    python bench/search.py                                10,000 entities, SQLite in a temporary folder
    python bench/search.py --entities 30000
    DATABASE_URL=postgres://... python bench/search.py    on an empty database, which is filled and left behind

To hold: p95 well under 50 ms at 10,000 entities, on both databases. Times are of the selector, with a reader who is no
administrator, so that visibility is asked; a page adds the owners and names of eight hits.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ENTITIES = 10_000


def main() -> None:
    """Fill, index, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=ENTITIES)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bailiwick.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("BAILIWICK_VAR", folder)
        django.setup()
        import_module("django.core.management").call_command("migrate", verbosity=0)
        import_module("bench.search_run").run(given.entities)


if __name__ == "__main__":
    main()
