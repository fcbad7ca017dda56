"""Many entries at once: into the registers from files or from a generator, and out of them again."""
