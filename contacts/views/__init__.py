"""The pages of contacts, split by noun."""
