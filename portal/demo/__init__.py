"""The demo organisation: an invented company in real Git repositories, with problems planted on purpose."""
