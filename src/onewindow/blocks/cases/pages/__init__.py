"""Pages of cases: applying, one's own cases, the officer's desk, the agency's desk."""
