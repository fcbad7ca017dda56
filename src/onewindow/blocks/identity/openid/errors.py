"""What can go wrong: for systems the words of the protocol, for people the words of the house."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, OnewindowError


class Refusal(Exception):
    """An error that a system is told (RFC 6749 §4.1.2.1, §5.2; OpenID Connect Core §3.1.2.6).

    :param error: the code of the standard, such as ``invalid_grant``.
    :param description: for the engineer who reads the log of that system; in English, without secrets.
    """

    def __init__(self, error: str, description: str = "", *, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status


class SystemUnknown(NotFound):
    code = "system-unknown"
    message = N_("We do not know the system that sent you here, or it may not use this sign-in any more.")
    way_out = N_("Go back to where you came from, and tell whoever runs it.")


class AddressNotRegistered(InvalidInput):
    code = "address-not-registered"
    message = N_("The system that sent you here asks us to send you to an address that it did not register.")
    way_out = N_("Do not go on. Tell whoever runs the system.")


class RequestNotSound(InvalidInput):
    code = "request-not-sound"
    message = N_("The system that sent you here did not ask in the way it has to: {reason}.")
    way_out = N_("Go back to where you came from, and tell whoever runs it.")


class RequestOver(Conflict):
    code = "request-over"
    message = N_("This sign-in took too long or is over.")
    way_out = N_("Go back to where you came from and start again.")


class SigningKeyOpen(OnewindowError):
    code = "signing-key-open"
    message = N_("Others may read the file {path}.")
    way_out = N_("Set its mode to 0600.")


class TermsNotValid(InvalidInput):
    code = "terms-not-valid"
    message = N_("{rule}")


class OnlyAdministratorsAsk(NotAllowed):
    code = "only-administrators-ask"
    message = N_("Only an administrator of this agency can do this.")
    way_out = N_("Ask an administrator of your agency.")


class SecondPersonNeeded(NotAllowed):
    code = "second-person-needed"
    message = N_("Whoever asked for a system cannot approve it.")
    way_out = N_("Ask another administrator, or the head of your agency.")


class ProposalOpen(Conflict):
    code = "proposal-open"
    message = N_("Somebody asked for this system already, and it is not decided.")
    way_out = N_("Decide that first.")


class ProposalOver(Conflict):
    code = "proposal-over"
    message = N_("This was decided already.")
    way_out = N_("Look at the list again.")


class SystemOfAnother(Conflict):
    code = "system-of-another"
    message = N_("Another agency has a system with the identifier “{client}”.")
    way_out = N_("Choose another identifier.")


class NoSuchSystem(NotFound):
    code = "no-such-system"
    message = N_("Your agency has no such system.")


class NoSecretNeeded(InvalidInput):
    code = "no-secret-needed"
    message = N_("This system does not say who it is by a secret.")
