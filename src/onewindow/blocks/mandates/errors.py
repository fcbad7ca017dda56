"""What can go wrong at the door of mandates."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound


class MayNotGrant(NotAllowed):
    code = "may-not-grant"
    message = N_("You may not grant a mandate for {principal}.")
    way_out = N_("Somebody who represents them in every matter can grant it.")


class AgentUnknown(InvalidInput):
    code = "agent-unknown"
    message = N_("We do not know “{agent}”.")
    way_out = N_("Give the tax number of a company or the national number of a person.")


class AgentIsPrincipal(InvalidInput):
    code = "agent-is-principal"
    message = N_("The one who acts and the one who is acted for are the same.")
    way_out = N_("Choose somebody else.")


class ScopeUnknown(InvalidInput):
    code = "scope-unknown"
    message = N_("“{scope}” is not something a mandate can be for.")
    way_out = N_("Choose from: {known}.")


class ScopeMissing(InvalidInput):
    code = "scope-missing"
    message = N_("Choose what the mandate is for.")


class DaysInWrongOrder(InvalidInput):
    code = "mandate-days-in-wrong-order"
    message = N_("The mandate would end before it begins, or before today.")
    way_out = N_("Give a last day that is today or later, and not before the first day.")


class LimitNotPositive(InvalidInput):
    code = "limit-not-positive"
    message = N_("The limit must be more than zero.")


class MandateUnknown(NotFound):
    code = "mandate-unknown"
    message = N_("We could not find this mandate among yours.")


class MandateNotOffered(Conflict):
    code = "mandate-not-offered"
    message = N_("This mandate does not wait for an answer.")


class MandateEnded(Conflict):
    code = "mandate-ended"
    message = N_("This mandate has already ended.")


class CountryMandatesNotValid(InvalidInput):
    code = "country-mandates-not-valid"
    message = N_("{file}, mandate {entry}: {rule}.")


class DayNotValid(InvalidInput):
    code = "mandate-day-not-valid"
    message = N_("This is not a day of the calendar.")
    way_out = N_("Enter day, month and year, such as 27 3 2026.")
