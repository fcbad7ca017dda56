"""What can be wrong with a DMN model, and with the request to evaluate it."""

from onewindow.kernel.errors import N_, InvalidInput, NotFound


class ModelNotValid(InvalidInput):
    """The model breaks a rule of DMN. Values: ``element`` (its name or id), ``rule``."""

    code = "dmn-model"
    message = N_("The decision model is not valid: {element}: {rule}.")
    way_out = N_("Correct it in your DMN editor, then try again.")


class DecisionUnknown(NotFound):
    """The model has no such decision or decision service. Values: ``name``."""

    code = "dmn-decision-unknown"
    message = N_("The decision model has no “{name}”.")
    way_out = N_("Use the name or the id that the model gives it.")
