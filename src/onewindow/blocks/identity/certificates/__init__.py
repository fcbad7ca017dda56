"""Signing in with a certificate: over mutual TLS that a proxy ended, or by signing a text of ours."""
