"""Payment requests, providers and the double-entry ledger."""
