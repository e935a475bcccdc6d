"""Moving a catalog over from Backstage: where its entities come from, what to do about each place, what differs."""
