"""What a person may ask of the state about their own data: who looked, why, all of it, and no more of it."""
