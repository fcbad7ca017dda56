"""What fulfils the ports of documents: keys in files or in hardware, scanners, timestamps."""
