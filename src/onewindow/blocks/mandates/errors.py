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


class AgentIsYourself(InvalidInput):
    code = "agent-is-yourself"
    message = N_("You sign for {principal}, and would give this right to yourself.")
    way_out = N_("Your office is enough while you hold it. For more, ask somebody else who represents them.")


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


class LimitTooLarge(InvalidInput):
    code = "limit-too-large"
    message = N_("The limit can be {most} at most.")
    way_out = N_("Leave it empty for no limit.")


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


class SignatureMissing(InvalidInput):
    code = "signature-missing"
    message = N_("This needs your signature.")
    way_out = N_("Enter the PIN of your signing key. If you have no key yet, open one under “Keys”.")


class ServiceUnknown(InvalidInput):
    code = "mandate-service-unknown"
    message = N_("“{service}” is not the name of a service.")
    way_out = N_("Give it as agency/service, such as trade-ministry/external-trade-certificate.")


class WiderThanParent(InvalidInput):
    code = "wider-than-parent"
    message = N_("This would reach further than the mandate that you hand on.")
    way_out = N_("Choose no more scopes, services, days and money than mandate {parent} gives.")


class NotToBeHandedOn(NotAllowed):
    code = "not-to-be-handed-on"
    message = N_("Mandate {parent} may not be handed on.")
    way_out = N_("Ask whoever granted it for a mandate that may be.")


class LimitReached(NotAllowed):
    code = "mandate-limit-reached"
    message = N_("No mandate of yours is enough for {amount}.")
    way_out = N_("Ask for a mandate with a higher limit, or let the company file itself.")


class EmployeeUnknown(NotFound):
    code = "employee-unknown"
    message = N_("We could not find this employee in your company.")


class EmployeeNamedBefore(Conflict):
    code = "employee-named-before"
    message = N_("This person is already an employee who may act for the company.")
    way_out = N_("End what they may do now, then name them again.")


class PrincipalGaveNoMandate(InvalidInput):
    code = "principal-gave-no-mandate"
    message = N_("{principal} gave your company no mandate.")
    way_out = N_("Choose from those who did.")


class ForWhomMissing(InvalidInput):
    code = "for-whom-missing"
    message = N_("You chose nobody for whom this employee may act.")
    way_out = N_("Choose all, choose some, or let them act for your company itself.")


class ActUnknown(NotFound):
    code = "joint-act-unknown"
    message = N_("We could not find this among what waits for your signature.")


class ActClosed(Conflict):
    code = "joint-act-closed"
    message = N_("This does not wait for signatures any more.")


class SignedBefore(Conflict):
    code = "signed-before"
    message = N_("You have already signed this. Another officer of the company must sign it, too.")


class MaySignNot(NotAllowed):
    code = "may-sign-not"
    message = N_("You do not represent {company} in this matter.")
    way_out = N_("Somebody who represents the company in it can sign.")


class WaitsForSignatures(Conflict):
    code = "waits-for-signatures"
    message = N_("This waits for signatures, so it cannot be changed.")
    way_out = N_("Withdraw it first, or wait until it was signed.")


class OwnSignatureNotGood(InvalidInput):
    code = "own-signature-not-good"
    message = N_("This signature does not hold for what is to be signed, or it is by somebody else.")
    way_out = N_(
        "Get what is to be signed again, sign it unchanged with your own certificate, and send that."
    )
