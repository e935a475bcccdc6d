"""Writes: each function is one action."""
