"""Coaching: skill areas and their focus points, cadence, goals, drills: pure functions over frozen dataclasses."""
