"""A whole country out of a number: ``onewindow country grow``. Everybody in it is invented."""
