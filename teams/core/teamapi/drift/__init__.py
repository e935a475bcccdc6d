"""Drift: where a Team API no longer says what is. One rule each file, pure functions over documents and facts.

Every rule has `RULE`, the id its check will have, its thresholds as constants, and `judge(documents, facts)`, which
yields at least one result for each document, so that whoever keeps findings can tell when one is over.
"""
