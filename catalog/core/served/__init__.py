"""Entities as the catalog API serves them. Pure."""
