"""Work that calls the outside or takes long, carried by procrastinate."""
