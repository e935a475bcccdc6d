"""What callers of the catalog API may ask for: filters, predicates, fields, orders, cursors. Pure."""
