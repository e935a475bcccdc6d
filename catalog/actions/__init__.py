"""Writes: each function is one action in one transaction."""
