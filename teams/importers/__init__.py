"""Readers of on-call sources: what is outside in, schedules with shifts out. One file a kind."""
