"""Studio: where a package is written, checked, tested and published."""
