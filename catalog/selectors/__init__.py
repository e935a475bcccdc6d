"""Reads: each function is one question asked of the catalog."""
