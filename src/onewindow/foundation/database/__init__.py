"""The embedded PostgreSQL, its backup, restore and upgrade."""
