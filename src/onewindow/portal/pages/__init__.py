"""Pages that compose what the rooms know."""
