"""The weekly report: what a scope's state is, and what a report makes of two states. Pure."""
