"""Static checks of decision models: expressions, and the completeness and consistency of tables."""

from .findings import Finding, Severity
from .models import check, check_table

__all__ = ["Finding", "Severity", "check", "check_table"]
