"""The browser's editors for processes and decisions: what goes there, what comes back."""
