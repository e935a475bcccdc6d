"""The strict form of `team-api.yaml`: its words, its parts, and what is wrong with a file by it."""
