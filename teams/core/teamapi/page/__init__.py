"""The page of a team: what it wrote and what is observed, side by side, as a model, as Markdown and as JSON."""
