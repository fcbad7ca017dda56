"""Errors of the outbox. They speak to engineers: no person's input reaches them."""

from onewindow.kernel.errors import N_, NotFound, OnewindowError


class NotAnEvent(OnewindowError):
    code = "not-an-event"
    message = N_("{type} is not a registered event.")
    way_out = N_('Decorate the frozen dataclass with outbox.api.event("room.what-happened").')


class NameTaken(OnewindowError):
    code = "event-name-taken"
    message = N_("The name “{name}” already belongs to {owner}.")
    way_out = N_("Choose another name.")


class ValueNotCarried(OnewindowError):
    code = "event-value-not-carried"
    message = N_("A value of type {type} cannot travel in an event.")
    way_out = N_(
        "Use text, whole numbers, truth values, dates, moments, decimals, Reference, Money, Localised,"
        " or lists and mappings of them."
    )


class OutsideTransaction(OnewindowError):
    code = "outside-transaction"
    message = N_("News is published in the transaction that makes it true.")
    way_out = N_("Call this inside transaction.atomic().")


class NoSuchDeadLetter(NotFound):
    code = "no-such-dead-letter"
    message = N_("Delivery {delivery} is not among those that were given up.")
