"""The filter of common passwords, and how it is built."""
