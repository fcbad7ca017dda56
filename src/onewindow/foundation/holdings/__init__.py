"""What the house holds about people: for each model what is exported, how long it stays, and what ends it."""
