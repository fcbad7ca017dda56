"""The design system: shell, languages, errors, security headers."""
