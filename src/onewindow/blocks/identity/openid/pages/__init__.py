"""What a person and an administrator see: consent, leaving, what systems may know, and their registration."""
