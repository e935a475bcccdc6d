"""How other programs reach the catalog."""
