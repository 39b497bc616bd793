"""Connections to the tools that sales teams already use, one file for each."""
