"""Adapters to the outside: the sign-in library."""
