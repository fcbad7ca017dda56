"""The shared table on SpiffWorkflow's DMN engine, called the way its business rule task calls it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

from onewindow.standards import safexml


class Table:
    """One decision table, parsed once."""

    def __init__(self, model: Path) -> None:
        root = safexml.parse(model.read_bytes())
        parser = cast(Any, DMNParser)(
            None, root, {"dmn": root.tag[1:].partition("}")[0]}, filename=str(model)
        )
        parser.parse()
        self._engine = cast(Any, DMNEngine)(parser.decision.decisionTables[0])
        self._workflow = SimpleNamespace(script_engine=PythonScriptEngine())

    def decide(self, data: dict[str, object]) -> dict[str, object]:
        """The outputs of the rules that hit."""
        return self._engine.result(SimpleNamespace(data=data, workflow=self._workflow))
