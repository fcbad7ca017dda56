"""The database engine of the settings: Django's for PostgreSQL, but for when a kept connection is tried."""
