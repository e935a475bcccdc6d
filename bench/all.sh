#!/usr/bin/env bash
# Every benchmark that needs nothing beside the project's own environment. Run it on a quiet machine.
set -uo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
for program in bench/*.py; do
  name=$(basename "$program")
  case "$name" in
    __init__.py | *_data.py | *_run.py | *_cases.py | fuzz_*.py) continue ;;
  esac
  printf '\n== %s\n' "$name"
  python "$program" || echo "$name could not be run: see its first lines (python $program --help)"
done
