"""BPMN 2.0 processes as one pure function (docs/standards/bpmn.md).

``load`` compiles a model once; ``step(definition, state, event) -> (state, effects)`` runs it.
"""

from onewindow.standards.bpmn.diagram import Diagram, Edge, Shape, diagram
from onewindow.standards.bpmn.effects import (
    CancelTimer,
    CloseWork,
    Decided,
    Effect,
    Ended,
    Entered,
    Incident,
    Left,
    OpenWork,
    SendMessage,
    SendSignal,
    SetTimer,
)
from onewindow.standards.bpmn.errors import ModelNotValid, NothingWaits
from onewindow.standards.bpmn.events import (
    Change,
    Complete,
    Deliver,
    Event,
    Fail,
    Signal,
    Start,
    Stop,
    TimerDue,
)
from onewindow.standards.bpmn.migration import CannotMove, Obstacle, migrate
from onewindow.standards.bpmn.model import Definition, Element, Flow, Lane
from onewindow.standards.bpmn.read import load
from onewindow.standards.bpmn.soundness import Finding, Leg, PathLength, check, longest_paths
from onewindow.standards.bpmn.state import State
from onewindow.standards.bpmn.step import step
from onewindow.standards.bpmn.waiting import Wait, waiting

__all__ = [
    "CancelTimer",
    "CannotMove",
    "Change",
    "CloseWork",
    "Complete",
    "Decided",
    "Definition",
    "Deliver",
    "Diagram",
    "Edge",
    "Effect",
    "Element",
    "Ended",
    "Entered",
    "Event",
    "Fail",
    "Finding",
    "Flow",
    "Incident",
    "Lane",
    "Left",
    "Leg",
    "ModelNotValid",
    "NothingWaits",
    "Obstacle",
    "OpenWork",
    "PathLength",
    "SendMessage",
    "SendSignal",
    "SetTimer",
    "Shape",
    "Signal",
    "Start",
    "State",
    "Stop",
    "TimerDue",
    "Wait",
    "check",
    "diagram",
    "load",
    "longest_paths",
    "migrate",
    "step",
    "waiting",
]
