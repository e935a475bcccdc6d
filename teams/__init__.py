"""Who is responsible: teams, people, Team APIs and on-call."""
