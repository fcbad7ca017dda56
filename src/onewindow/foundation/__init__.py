"""Django plumbing without a domain."""
