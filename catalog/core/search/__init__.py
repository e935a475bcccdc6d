"""What makes entities findable: search rows, sets of entities, orders. Pure."""
