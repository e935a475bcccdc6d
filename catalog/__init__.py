"""What exists: sources, scans, descriptors, entities, edges, claims, ownership and search."""
