"""Writes of payments: one function is one use case and one transaction."""
