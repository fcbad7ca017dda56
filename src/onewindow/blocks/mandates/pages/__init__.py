"""The pages of mandates, by subject."""
