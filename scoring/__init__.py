"""What is wrong: facts, checks, findings, scores and reports."""
