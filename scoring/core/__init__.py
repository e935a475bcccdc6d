"""Pure logic of scoring: no Django, no I/O, no clock."""
