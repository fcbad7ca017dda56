"""onewindow: a government's One Window in a box."""
