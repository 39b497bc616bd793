"""Rubrics, scorecards and the written rules that decide: pure functions over frozen dataclasses."""
