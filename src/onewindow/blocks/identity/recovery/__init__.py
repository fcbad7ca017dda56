"""Getting an account back so that nobody can steal it: waiting, telling, or two officers at a counter."""
