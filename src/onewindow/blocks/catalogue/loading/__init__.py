"""Reading a package: files to frozen, compiled types. Pure but for reading the folder."""
