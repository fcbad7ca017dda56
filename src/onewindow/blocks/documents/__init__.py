"""Documents: rendered, sealed, verified."""
