"""Who may act for whom: a company's officers, and mandates that were granted."""
