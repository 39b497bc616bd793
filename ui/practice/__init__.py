"""The Practice page: choose a scenario, read the brief, talk, look back."""
