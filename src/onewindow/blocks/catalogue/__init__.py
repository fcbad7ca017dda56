"""Service packages: loaded, checked, versioned, found."""
