"""What can be wrong with a process model, or with an event that is sent to a case."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput


class ModelNotValid(InvalidInput):
    """A process model that cannot be run. Nothing was loaded.

    ``values`` holds ``element`` (the id in the file), ``rule`` (what is wrong) and ``fix`` (what to do): all
    English.
    """

    code = "bpmn-model-not-valid"
    message = N_("The process model cannot be used. At “{element}”: {rule}")
    way_out = "{fix}"

    def __init__(self, *, element: str, rule: str, fix: str = "", field: str | None = None) -> None:
        self.element = element
        self.rule = rule
        self.fix = fix
        super().__init__(field=field, element=element, rule=rule, fix=fix)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_model_error, (self.element, self.rule, self.fix, self.field))


def _rebuild_model_error(element: str, rule: str, fix: str, field: str | None) -> ModelNotValid:
    return ModelNotValid(element=element, rule=rule, fix=fix, field=field)


class NothingWaits(Conflict):
    """An event that no token of the case waits for. The state is unchanged."""

    code = "bpmn-nothing-waits"
    message = N_("The case does not wait for this ({what}).")
    way_out = N_("Look at the case again: the step may be done, withdrawn or past its time.")


class Stuck(Exception):
    """A token cannot go on here; becomes an incident."""
