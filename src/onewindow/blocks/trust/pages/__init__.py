"""Pages and open addresses of the trust service."""
