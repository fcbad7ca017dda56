"""Signing in with an account at an outside OpenID provider: the client's side of OpenID Connect Core 1.0."""
