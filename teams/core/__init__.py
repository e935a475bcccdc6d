"""Pure logic of teams: no Django, no I/O, no clock."""
