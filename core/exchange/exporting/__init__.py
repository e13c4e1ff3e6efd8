"""Exports: a table (or cards) of what a list shows, streamed at once or made in the background."""
