"""Reads that join the apps for one page, and reads about accounts."""
