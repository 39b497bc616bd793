"""The first start: a name, a microphone that hears, and the first buyer."""
