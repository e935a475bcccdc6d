"""How people and scripts get in: accounts, tokens, audit, pages that join the apps, and the API router."""
