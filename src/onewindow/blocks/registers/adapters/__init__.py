"""Registers that others keep, one file for each way to ask."""
