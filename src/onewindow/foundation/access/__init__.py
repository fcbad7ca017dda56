"""Who may do what: default deny, decided on plain values."""
