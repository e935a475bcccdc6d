"""The pages: one small function per address. Selectors read, actions write, templates show."""
