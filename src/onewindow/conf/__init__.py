"""Settings: one base and one thin file per environment, typed."""
