"""How the house is: alive, ready, how fast and how busy. Without personal data."""
