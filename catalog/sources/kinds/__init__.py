"""One file for each kind of source; adding one is adding a file with a `SOURCE`."""
