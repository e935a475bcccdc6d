"""The Team API: the document a team keeps about itself, read, compared, shown, and held against what is observed."""
