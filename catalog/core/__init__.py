"""Pure logic of catalog: no Django, no I/O, no clock."""
