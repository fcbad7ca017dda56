"""What systems ask for without a person: tokens, pushed requests, revocation, introspection, discovery."""
