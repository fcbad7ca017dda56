"""Entries that may be one and the same: found, shown to officers, merged, and taken apart again."""
