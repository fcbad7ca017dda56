"""Messages to people: letters by mail and in the window."""
