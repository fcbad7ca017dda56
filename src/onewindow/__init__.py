"""onewindow: a government's One Window in a box."""

__version__ = "0.1.0"
