"""Where repositories come from: one file per kind of source, found by name; and reading a repository."""
