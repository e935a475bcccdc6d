"""The one place that runs Git. It does I/O and knows nothing of Django."""
