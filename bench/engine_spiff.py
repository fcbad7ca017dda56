"""The ten-step case on SpiffWorkflow, used as its documentation shows, with its own JSON serializer."""

from collections.abc import Iterator
from typing import Any, cast

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from bench.engine_case import CALLED, HAPPENINGS, MESSAGE, MODELS, PROCESS, REQUEST

# It says little of its types.
_parser = cast(Any, SpiffBpmnParser())
_parser.add_bpmn_files([str(MODELS / f"{name}.bpmn") for name in (PROCESS, CALLED)])
_parser.add_dmn_files([str(MODELS / "route.dmn")])
_SPEC = _parser.get_spec(PROCESS)
_CALLED = _parser.get_subprocess_specs(PROCESS)
_SERIALIZER = cast(Any, BpmnWorkflowSerializer(cast(Any, BpmnWorkflowSerializer).configure(SPIFF_CONFIG)))
_SCRIPTS = PythonScriptEngine()


def begin() -> Any:
    workflow = cast(Any, BpmnWorkflow)(_SPEC, _CALLED, script_engine=_SCRIPTS)
    workflow.task_tree.data.update(REQUEST)
    workflow.do_engine_steps()
    return workflow


def load(stored: str) -> Any:
    workflow = _SERIALIZER.deserialize_json(stored)
    workflow.script_engine = _SCRIPTS
    return workflow


def keep(workflow: Any) -> str:
    return _SERIALIZER.serialize_json(workflow)


def happen(workflow: Any, happening: str | None) -> None:
    """One thing happens, then everything that needs nobody."""
    if happening is None:
        workflow.send_event(BpmnEvent(MessageEventDefinition(MESSAGE), payload={}))
    else:
        task = _ready(workflow, happening)
        task.data[happening.replace("-", "_")] = "done"
        task.run()
    workflow.do_engine_steps()
    workflow.refresh_waiting_tasks()
    workflow.do_engine_steps()


def _ready(workflow: Any, name: str) -> Any:
    for task in workflow.get_tasks(state=TaskState.READY):
        if task.task_spec.manual and task.task_spec.bpmn_id == name:
            return task
    raise AssertionError(name)


def steps(*, restore: bool = True) -> Iterator[str]:
    """The case's JSON after each of its steps."""
    workflow = begin()
    stored = keep(workflow)
    yield stored
    for happening in HAPPENINGS:
        if restore:
            workflow = load(stored)
        happen(workflow, happening)
        stored = keep(workflow)
        yield stored
    if not workflow.completed:
        raise AssertionError(workflow.get_tasks())


def run_case(*, restore: bool = True) -> None:
    for _ in steps(restore=restore):
        pass


def most_bytes() -> int:
    return max(len(stored) for stored in steps())
