"""Reads: each function is one question asked of facts, findings and scores."""
