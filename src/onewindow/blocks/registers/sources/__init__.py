"""Where the first facts of a register come from: a file of the country's folder, or a code list by others."""
