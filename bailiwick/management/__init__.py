"""Commands that wire the apps together."""
