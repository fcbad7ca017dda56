"""What can go wrong at the door of the trust service."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound


class AuthorityNotThere(NotFound):
    code = "authority-not-there"
    message = N_("The authority “{authority}” has no key here: {reason}.")
    way_out = N_("Make it with the command “onewindow trust establish”, or bring its key back.")


class RootTakenOut(Conflict):
    code = "root-taken-out"
    message = N_("The key of the root is not in this house.")
    way_out = N_("Bring it with the command “onewindow trust root bring-back”, then try again.")


class RootNotMoved(Conflict):
    code = "root-not-moved"
    message = N_("The key of the root was not moved: {reason}.")


class CertificateUnknown(NotFound):
    code = "certificate-unknown"
    message = N_("We could not find this certificate.")


class CertificateEnded(Conflict):
    code = "certificate-ended"
    message = N_("This certificate has ended or was revoked.")
    way_out = N_("Open a new key.")


class CertificateRenewed(Conflict):
    code = "certificate-renewed"
    message = N_("This certificate was renewed already.")
    way_out = N_("Renew the newer one when its time comes.")


class KeyCompromised(Conflict):
    code = "key-compromised"
    message = N_("This key was reported as known to others. Nothing is certified for it any more.")
    way_out = N_("Make a new key, then ask for a certificate for that one.")


class NotForPrograms(NotAllowed):
    code = "not-for-programs"
    message = N_("A key for programs gets no certificate, unless it was made with a certificate.")
    way_out = N_("Sign in yourself, or make the key by signing a text with a certificate that you have.")


class NotYourCertificate(NotAllowed):
    code = "not-your-certificate"
    message = N_("Only its holder and officers of the trust agency can do this.")


class NotATrustOfficer(NotAllowed):
    code = "not-a-trust-officer"
    message = N_("Only an officer of the trust agency can do this.")


class NotProofed(NotAllowed):
    code = "not-proofed"
    message = N_("A certificate is for people whom the population register knows.")
    way_out = N_("Have your identity confirmed at a counter, then try again.")


class TooManyCertificates(Conflict):
    code = "too-many-certificates"
    message = N_("{most} certificates were made for you within a day. That is the most.")
    way_out = N_("Try again tomorrow.")


class SubjectNotComplete(InvalidInput):
    code = "subject-not-complete"
    message = N_("The certificate lacks what its kind needs: {missing}.")


class KeyNameTaken(Conflict):
    code = "key-name-taken"
    message = N_("You already have a key of the name “{name}”.")
    way_out = N_("Choose another name, or revoke that key first.")


class KeyUnknown(NotFound):
    code = "key-unknown"
    message = N_("You have no key to sign with.")
    way_out = N_("Open one on the page “Signing keys and certificates”.")


class PinTooSimple(InvalidInput):
    code = "pin-too-simple"
    message = N_("This PIN is too easy to guess.")
    way_out = N_("Choose 6 to 64 characters that are neither all the same nor in a row.")


class PinTheSame(InvalidInput):
    code = "pin-the-same"
    message = N_("The new PIN is the one that you use now.")
    way_out = N_("Choose another one.")


class PinWrong(InvalidInput):
    code = "pin-wrong"
    message = N_("This PIN is not right.")
    way_out = N_("You have {left} more tries. Then the key is closed for good.")


class PinBlocked(Conflict):
    code = "pin-blocked"
    message = N_("This key is closed: its PIN was wrong too often.")
    way_out = N_("Revoke its certificate and open a new key.")


class OnlyInTheDemonstration(NotAllowed):
    code = "only-in-the-demonstration"
    message = N_("Keys leave this house only in the demonstration.")
    way_out = N_("Make a key on your own machine, and send a request for a certificate.")


class ReasonUnknown(InvalidInput):
    code = "reason-unknown"
    message = N_("“{reason}” is not a reason for revoking a certificate.")
    way_out = N_("Choose from: {known}.")


class FormUnknown(InvalidInput):
    code = "form-unknown"
    message = N_("“{form}” is not a form of signature that is known here.")
    way_out = N_("Choose from: {known}.")


class RevocationNotKnown(Conflict):
    code = "revocation-not-known"
    message = N_("There is no current list of revoked certificates of the authority “{authority}”.")
    way_out = N_("Try again later.")


class PinsDiffer(InvalidInput):
    code = "pins-differ"
    message = N_("The two PINs are not the same.")
    way_out = N_("Type the same PIN twice.")


class PasswordTooShort(InvalidInput):
    code = "file-password-too-short"
    message = N_("The password of the file is too short.")
    way_out = N_("Choose at least {least} characters.")


class TrustListUnknown(NotFound):
    code = "trust-list-unknown"
    message = N_("We could not find this trust list.")


class TrustListOlder(Conflict):
    code = "trust-list-older"
    message = N_("A newer trust list of the country {country} is already in force.")
    way_out = N_("Ask its publisher for the current one.")


class TwoPeopleNeeded(NotAllowed):
    code = "two-people-needed"
    message = N_("Another officer must confirm what you proposed.")
    way_out = N_("Ask a colleague to look at it.")
