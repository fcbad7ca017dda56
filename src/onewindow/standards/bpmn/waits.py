"""What a node starts to wait for when it comes to be."""

from onewindow.standards.bpmn.model import Element, Listener
from onewindow.standards.bpmn.run import Run
from onewindow.standards.bpmn.state import Node
from onewindow.standards.bpmn.timers import start_timer


def hears(node: Node, listener: Listener) -> bool:
    """Whether a node listens in this way: a loop's body at the boundary, its instances inside."""
    more = node.more
    if not more:
        return True
    if "f" in more or ("e" in more and more["e"] != 2):
        return False
    how = listener.how
    if how == "boundary":
        return "i" not in more
    if how == "gate":
        return "w" not in more or listener.event.id not in more["w"]
    return "m" not in more and not (how == "start" and "x" in more)


def arm(run: Run, node: Node, element: Element) -> None:
    """Set the timers of a new node's events, and have its conditions looked at."""
    for listener in element.listeners:
        if not node.more or hears(node, listener):
            if listener.trigger.kind == "timer":
                start_timer(run, node.id, listener.event, listener.trigger)
            elif listener.trigger.kind == "conditional":
                run.data.changed = True
