"""Reads of teams and people."""
