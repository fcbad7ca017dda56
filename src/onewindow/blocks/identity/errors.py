"""What can go wrong at the door of identity."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound


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


class TokenScopeMissing(NotAllowed):
    code = "token-scope-missing"
    message = N_("This key does not cover “{scope}”.")
    way_out = N_("Make a key that covers it.")


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


class DeviceUnknown(NotFound):
    code = "device-unknown"
    message = N_("You are not signed in there.")
    way_out = N_("Look at the list again: it may have ended meanwhile.")
