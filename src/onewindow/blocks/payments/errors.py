"""Errors of payments."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, OnewindowError


class AmountNotPositive(InvalidInput):
    code = "amount-not-positive"
    message = N_("An amount of {amount} cannot be paid.")
    way_out = N_("Give an amount above zero.")


class KeyReused(Conflict):
    code = "key-reused"
    message = N_("The key “{key}” already stands for another payment.")
    way_out = N_("Use a new key for a new payment, and the same details for the same key.")


class ReturnPathNotOurs(InvalidInput):
    code = "return-path-not-ours"
    message = N_("“{path}” is not an address of this service.")
    way_out = N_("Give a path that begins with one slash, such as /cases/2026-000017/.")


class NoSuchPayment(NotFound):
    code = "no-such-payment"
    message = N_("We have no payment {request} for you.")
    way_out = N_("Open it from your case or from the letter that you received.")


class NothingToPay(Conflict):
    code = "nothing-to-pay"
    message = N_("Nothing is left to pay here.")
    way_out = N_("Go back to your case to see where it stands.")


class NotPaidYet(Conflict):
    code = "not-paid-yet"
    message = N_("This fee has not been paid yet.")
    way_out = N_("Wait until the payment has arrived.")


class RefundTooLarge(InvalidInput):
    code = "refund-too-large"
    message = N_("{amount} cannot be paid back: at most {left} is left of what was paid.")
    way_out = N_("Give an amount of at most {left}.")


class NoProvider(OnewindowError):
    code = "no-payment-provider"
    message = N_("Paying online is not possible at the moment.")
    way_out = N_("Pay by bank transfer with the reference shown, or come back later.")


class ProviderSilent(OnewindowError):
    code = "payment-provider-silent"
    message = N_("The bank does not answer.")
    way_out = N_("Try again in a few minutes. Nothing was taken from your account.")
    status = 503


class NoticeNotAuthentic(NotAllowed):
    code = "payment-notice-not-authentic"
    message = N_("This notice was not signed by the provider, or is too old.")
    way_out = N_("Send it again, signed now.")


class NoticeNotUnderstood(InvalidInput):
    code = "payment-notice-not-understood"
    message = N_("This notice is not about a payment of ours: {what}.")
    way_out = N_("Compare the reference, the amount and the currency with the order.")


class LedgerNotBalanced(OnewindowError):
    code = "ledger-not-balanced"
    message = N_("The postings of {entry} do not sum to zero in {currency}.")
    way_out = N_("Nothing was booked. Each entry takes from one account what it gives to another.")
