"""The only place where a port meets its adapter, and news meets its reader."""
