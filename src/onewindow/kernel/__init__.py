"""Values that everyone speaks. Plain Python: no Django, no input or output."""
