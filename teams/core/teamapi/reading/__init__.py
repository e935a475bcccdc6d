"""From each of the forms a Team API is written in to a document."""
