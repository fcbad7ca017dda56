"""Pages of the studio, at the agency's desk."""
