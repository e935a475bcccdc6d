"""One file per check. `docs/how-to/add-a-check.md` says how to add one; nothing else has to be changed."""
