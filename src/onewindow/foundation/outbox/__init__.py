"""News that leaves a transaction with it: typed events, delivered at least once and handled once."""
