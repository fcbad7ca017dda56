"""Errors of holdings."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotFound, OnewindowError


class RuleMissing(OnewindowError):
    code = "holding-rule-missing"
    message = N_("Nobody said how long “{model}” is kept and what is exported of it.")
    way_out = N_("Add it to the file holdings.py of its room.")


class RuleNotValid(OnewindowError):
    code = "holding-rule-not-valid"
    message = N_("The rule for “{model}” does not fit: {what}.")
    way_out = N_("Correct it in the file holdings.py of its room.")


class ReasonMissing(InvalidInput):
    code = "reason-missing"
    message = N_("A reason is needed.")
    way_out = N_("Say why, in a sentence.")


class HoldUnknown(NotFound):
    code = "hold-unknown"
    message = N_("There is no such legal hold.")


class SecondPersonNeeded(Conflict):
    code = "second-person-needed"
    message = N_("A second person has to do this step.")
    way_out = N_("Ask a colleague who may do it.")


class UnderHold(Conflict):
    code = "under-legal-hold"
    message = N_("A legal hold keeps what is held about {subject}.")
    way_out = N_("Lift the hold first; two people do that.")


class HoldMovedOn(Conflict):
    code = "hold-moved-on"
    status = 412
    message = N_("This hold has changed since you read it.")
    way_out = N_("Read it again, then decide.")


class ConfirmedAlready(Conflict):
    code = "hold-confirmed-already"
    message = N_("This hold was confirmed before.")
    way_out = N_("Nothing is left to do: it is in force.")
