"""Schemes side by side: paired differences, verdicts, the answer, and how all that is shown."""
