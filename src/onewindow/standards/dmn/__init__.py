"""DMN 1.5 (OMG formal/2023-08-07): decisions as tables and boxed expressions over FEEL.

    definitions = dmn.load(xml)
    dmn.evaluate(definitions, decision="Fee", inputs={"Area": 120}).value

Reads XML of versions 1.2 to 1.5 from any editor. External (Java, PMML) functions are never run: they answer
null with a reason, as the standard allows.
"""

from .checking import Finding, Severity, check, check_table
from .definitions import Definitions
from .errors import DecisionUnknown, ModelNotValid
from .evaluation import Decided, evaluate, evaluate_knowledge, evaluate_service
from .loading import load
from .view import ColumnView, RuleView, TableView

__all__ = [
    "ColumnView",
    "Decided",
    "DecisionUnknown",
    "Definitions",
    "Finding",
    "ModelNotValid",
    "RuleView",
    "Severity",
    "TableView",
    "check",
    "check_table",
    "evaluate",
    "evaluate_knowledge",
    "evaluate_service",
    "load",
]
