"""Drills: what takes longer than the suite may, on real processes that are killed half way."""
