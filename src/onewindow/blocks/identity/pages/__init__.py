"""Pages of identity: sign-in, one's own account, an agency's officers, and the demonstration."""
