"""Brindlemoor, which sells garden things on the web and does not exist. Nobody named here is real."""
