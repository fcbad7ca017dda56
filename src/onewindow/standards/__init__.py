"""One folder per public standard, in plain Python: no Django, no input or output."""
