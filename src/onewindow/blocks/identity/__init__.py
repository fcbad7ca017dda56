"""Accounts, authenticators, agencies, offices, officers and roles."""
