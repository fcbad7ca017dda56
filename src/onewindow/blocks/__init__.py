"""The building blocks of any public service."""
