"""The only way out of the house: outgoing calls against a list."""
