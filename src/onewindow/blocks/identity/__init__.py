"""Who signs in: accounts, agencies with their offices, officers and their posts."""
