"""What can go wrong at the door of identity."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, OnewindowError


class AccountUnknown(NotFound):
    code = "account-unknown"
    message = N_("There is no account “{account}”.")


class AgencyUnknown(NotFound):
    code = "agency-unknown"
    message = N_("There is no agency “{agency}”.")


class OfficeUnknown(NotFound):
    code = "office-unknown"
    message = N_("The agency “{agency}” has no office “{office}”.")


class RoleUnknown(NotFound):
    code = "role-unknown"
    message = N_("There is no role “{role}”.")


class NotAnAdministrator(NotAllowed):
    code = "not-an-administrator"
    message = N_("Only an administrator of this agency can do this.")
    way_out = N_("Ask an administrator of your agency.")


class AppointmentUnknown(NotFound):
    code = "appointment-unknown"
    message = N_("We could not find this appointment in your agency.")


class AlreadyAppointed(Conflict):
    code = "already-appointed"
    message = N_("{name} already holds this role in this office.")
    way_out = N_("Choose another role or another office.")


class LastAdministrator(Conflict):
    code = "last-administrator"
    message = N_("This is the last administrator of the agency.")
    way_out = N_("Appoint another administrator first.")


class NoOfficerOfAgency(InvalidInput):
    code = "no-officer-of-agency"
    message = N_("{name} holds no post at this agency.")
    way_out = N_("Choose an officer of your agency.")


class CoversForThemself(InvalidInput):
    code = "covers-for-themself"
    message = N_("An officer cannot cover for themself.")
    way_out = N_("Choose another officer as the substitute.")


class DaysInWrongOrder(InvalidInput):
    code = "days-in-wrong-order"
    message = N_("The last day is before the first day.")
    way_out = N_("Give a last day that is the same as or after the first day.")


class AbsenceUnknown(NotFound):
    code = "absence-unknown"
    message = N_("We could not find this absence in your agency.")


class BasisDoesNotStand(NotAllowed):
    code = "basis-does-not-stand"
    message = N_("You have no right to act for them, or it has ended.")
    way_out = N_("Ask them for a mandate.")


class TokenScopeUnknown(InvalidInput):
    code = "token-scope-unknown"
    message = N_("“{scope}” is not something a key can be used for.")
    way_out = N_("Choose from: {known}.")


class TokenLivesTooLong(InvalidInput):
    code = "token-lives-too-long"
    message = N_("A key works for at least 1 day and for at most {days} days.")


class TokenNotAccepted(NotAllowed):
    code = "token-not-accepted"
    message = N_("This key is not valid, has ended or was revoked.")
    way_out = N_("Make a new key on the page “Keys for programs”.")


class TokenUnknown(NotFound):
    code = "token-unknown"
    message = N_("You have no such key.")


class DemoAccountUnknown(NotFound):
    code = "demo-account-unknown"
    message = N_("There is no such account in the demonstration.")


class CountryNotValid(InvalidInput):
    code = "country-not-valid"
    message = N_("{file}: {where}: {rule}.")


class DayNotValid(InvalidInput):
    code = "day-not-valid"
    message = N_("This is not a day of the calendar.")
    way_out = N_("Enter day, month and year, such as 27 3 2026.")


class TooManyAttempts(NotAllowed):
    code = "too-many-attempts"
    message = N_("There were too many attempts.")
    way_out = N_("Try again in {seconds} seconds.")
    status = 429


class ChallengeNotAccepted(InvalidInput):
    code = "challenge-not-accepted"
    message = N_("This text was signed before, is too old, or belongs to another browser.")
    way_out = N_("Fetch a new text and sign that.")


class SignatureNotAccepted(InvalidInput):
    code = "signature-not-accepted"
    message = N_("This is not a signature over the text that we gave you.")
    way_out = N_("Sign the file as it is, and send the whole result (CMS or JWS with the certificate).")


class SignatureTooWeak(InvalidInput):
    code = "signature-too-weak"
    message = N_("This signature is made with {algorithm}, which is not trusted any more.")
    way_out = N_("Choose a newer algorithm in the program of your card, and sign a new text.")


class CertificateNotAccepted(NotAllowed):
    code = "certificate-not-accepted"
    message = N_("This certificate cannot be used to sign in ({reasons}).")
    way_out = N_("Use a certificate that is valid, or sign in another way.")


class NoAccountForCertificate(NotFound):
    code = "no-account-for-certificate"
    message = N_("We know who you are, but you have no account yet.")
    way_out = N_("Open your account with this certificate.")


class AccountClosed(NotAllowed):
    code = "account-closed"
    message = N_("This account is closed.")
    way_out = N_("Ask the agency that opened it.")


class ClosedByDeath(AccountClosed):
    code = "closed-by-death"
    message = N_("The population register says that the person of this account has died.")
    way_out = N_(
        "If this is a mistake, go to a counter of the civil registry with an identity card. "
        "The account opens again as soon as the register is corrected."
    )


class ProviderUnknown(NotFound):
    code = "provider-unknown"
    message = N_("There is no such sign-in service.")


class ProviderAnswersWrongly(OnewindowError):
    code = "provider-answers-wrongly"
    message = N_("The sign-in service does not answer as it should ({why}).")
    way_out = N_("Try again later, or sign in in another way.")


class OutsideSignInFailed(NotAllowed):
    code = "outside-sign-in-failed"
    message = N_("The answer of the sign-in service does not fit what we asked ({why}).")
    way_out = N_("Start again, or sign in in another way.")


class NoAccountForIdentity(NotFound):
    code = "no-account-for-identity"
    message = N_("No account is linked to this identity.")
    way_out = N_("Sign in in another way, then link it under “How you sign in”.")


class LinkedElsewhere(Conflict):
    code = "linked-elsewhere"
    message = N_("This identity signs in to another account, or is of another person.")
    way_out = N_("Use it there, or ask at a counter.")


class PersonNotInRegister(InvalidInput):
    code = "person-not-in-register"
    message = N_("The population register has no living person with this number.")
    way_out = N_("Check the number on the card.")


class PersonDoesNotFit(InvalidInput):
    code = "person-does-not-fit"
    message = N_("The date of birth is not the one that the register has for this number.")
    way_out = N_("Check the card. If it is right, the register must be corrected first.")


class EmailInUse(Conflict):
    code = "email-in-use"
    message = N_("Another account uses this email address.")
    way_out = N_("Give another address.")


class EmailNotValid(InvalidInput):
    code = "email-not-valid"
    message = N_("This is not an email address.")
    way_out = N_("Enter it like name@example.org.")


class PersonHasAccount(Conflict):
    code = "person-has-account"
    message = N_("This person has an account, and it is already known as surely as this.")
    way_out = N_("They can sign in with it, or recover it.")


class ProofingUnknown(NotFound):
    code = "proofing-unknown"
    message = N_("We could not find this at your agency.")


class ProofingNotWaiting(Conflict):
    code = "proofing-not-waiting"
    message = N_("This is no longer waiting for a second officer.")
    way_out = N_("Look at the list again.")


class SecondOfficerNeeded(NotAllowed):
    code = "second-officer-needed"
    message = N_("Somebody else must confirm this: neither who asked for it nor the person themself.")
    way_out = N_("Ask a colleague to look at the card, too.")


class NotAProofer(NotAllowed):
    code = "not-a-proofer"
    message = N_("Only officers at a counter can confirm who somebody is.")


class WordsMissing(InvalidInput):
    code = "words-missing"
    message = N_("This is needed.")
    way_out = N_("Fill it in.")


class CodeNotRight(InvalidInput):
    code = "code-not-right"
    message = N_("This code is not right, was used, or is too old.")
    way_out = N_("Check it, or ask for a new one.")


class PasswordRefused(InvalidInput):
    code = "password-refused"
    message = N_("{why}")


class RecoveryNotThere(NotFound):
    code = "recovery-not-there"
    message = N_("This link does not work: it was stopped, used, or is too old.")
    way_out = N_("Ask for a new one, or go to a counter.")


class RecoveryTooEarly(Conflict):
    code = "recovery-too-early"
    message = N_("The waiting period is not over. Come back after {when}.")
    way_out = N_("It protects your account. A counter is faster: bring your identity card.")


class DeviceUnknown(NotFound):
    code = "device-unknown"
    message = N_("You are not signed in there.")
    way_out = N_("Look at the list again: it may have ended meanwhile.")


class DutiesKeptApart(Conflict):
    code = "duties-kept-apart"
    message = N_("{name} has or covers the role “{other}” here. One person may not have “{role}” beside it.")
    way_out = N_("Choose somebody else, or end the other role first.")


class DutyPairUnknown(NotFound):
    code = "duty-pair-unknown"
    message = N_("Your agency keeps no such roles apart.")
    way_out = N_("What holds for the whole country, the country alone can change.")


class SameRole(InvalidInput):
    code = "same-role"
    message = N_("These are the same role.")
    way_out = N_("Choose two roles.")


class OfficeClosed(Conflict):
    code = "office-closed"
    message = N_("This office is closed.")
    way_out = N_("Choose another office.")


class OfficeExists(Conflict):
    code = "office-exists"
    message = N_("Your agency already has an office “{office}”.")
    way_out = N_("Choose another short name.")


class OfficeInUse(Conflict):
    code = "office-in-use"
    message = N_("Officers still hold posts in this office.")
    way_out = N_("End their posts first, or give them posts elsewhere.")


class RoleExists(Conflict):
    code = "role-exists"
    message = N_("There is already a role “{role}”.")
    way_out = N_("Choose another short name.")


class SlugNotValid(InvalidInput):
    code = "short-name-not-valid"
    message = N_("“{text}” cannot be a short name.")
    way_out = N_("Use small letters without accents, digits and hyphens, such as harbour-counter.")


class NameMissing(InvalidInput):
    code = "name-missing"
    message = N_("Give the name in English.")


class ReviewRunning(Conflict):
    code = "review-running"
    message = N_("A review of your agency's posts is running already.")
    way_out = N_("Answer that one first.")


class ReviewUnknown(NotFound):
    code = "review-unknown"
    message = N_("There is no such review of your agency, or it has ended.")


class AnsweredBefore(Conflict):
    code = "answered-before"
    message = N_("This post has its answer already.")


class OwnPost(NotAllowed):
    code = "own-post"
    message = N_("You cannot confirm your own post.")
    way_out = N_("Ask another administrator of your agency.")


class OwnAppointment(NotAllowed):
    code = "own-appointment"
    message = N_("You cannot give a post to yourself.")
    way_out = N_("Ask another administrator of your agency.")


class OwnCover(NotAllowed):
    code = "own-cover"
    message = N_("You cannot take over somebody else's posts by your own word.")
    way_out = N_("Ask another administrator of your agency, or the officer who is away.")


class AbsenceTooLong(InvalidInput):
    code = "absence-too-long"
    message = N_("An absence lasts at most {days} days.")
    way_out = N_("Choose an earlier last day. For longer, an administrator appoints somebody.")
