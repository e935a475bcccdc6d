"""What accounts, tokens and sign-in links go through; every step leaves an audit event."""
