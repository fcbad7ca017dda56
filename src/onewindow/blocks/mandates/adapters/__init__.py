"""What fulfils the ports of mandates."""
