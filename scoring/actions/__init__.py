"""Writes: each function is one thing that happens to facts, findings and scores."""
