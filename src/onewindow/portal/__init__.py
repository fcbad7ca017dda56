"""The front door: home, search, life events; it only composes."""
