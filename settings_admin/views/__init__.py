"""The pages of Settings, split by noun."""
