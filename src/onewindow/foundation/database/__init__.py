"""The embedded PostgreSQL: a child that dies with its parent, and what keeps its data safe."""
