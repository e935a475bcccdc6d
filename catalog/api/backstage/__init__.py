"""The catalog API as Backstage's own client speaks it, under `/api/catalog`."""
