"""Base registers declared as data: facts read with a purpose, or not at all."""
