"""Measurements: how fast Carnet's pages are, how much they weigh, how much memory it takes."""
