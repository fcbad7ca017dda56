"""The only way out of the house: every connection to the outside starts here."""
