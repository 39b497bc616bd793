"""Practice, the rep alone: choose a scenario, read the brief, talk, look at the debrief."""
