"""How an account becomes that of a certain person: at a counter, by an electronic identity, or by a bank."""
