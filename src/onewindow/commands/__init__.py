"""What the commands of ``onewindow`` do. ``cli`` only reads their arguments."""
