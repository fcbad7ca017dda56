"""What can go wrong at the door of registers."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound


class RegisterUnknown(NotFound):
    code = "register-unknown"
    message = N_("There is no register “{register}”.")


class EntryUnknown(NotFound):
    code = "entry-unknown"
    message = N_("The register “{register}” has no entry “{key}”.")
    way_out = N_("Check the number, or search by name.")


class AttributeUnknown(InvalidInput):
    code = "attribute-unknown"
    message = N_("The register “{register}” has no attribute “{attribute}”.")


class PurposeMissing(NotAllowed):
    code = "purpose-missing"
    message = N_("Personal data in the register “{register}” can be read only for a stated purpose.")
    way_out = N_("Name the case or the legal basis.")


class PurposeUnknown(NotAllowed):
    code = "purpose-unknown"
    message = N_("“{named}” is no purpose for which the register “{register}” may be read.")
    way_out = N_("Name one of: {purposes}. Or name the case that needs it.")


class CaseNotCause(NotAllowed):
    code = "case-not-cause"
    message = N_("The case {case} is no reason to read this in the register “{register}”.")
    way_out = N_("Name a case on which you work and that is about this entry, or the legal basis.")


class AttributeRefused(NotAllowed):
    code = "attribute-refused"
    message = N_("You may not read “{attribute}” in the register “{register}”.")


class SearchRefused(NotAllowed):
    code = "search-refused"
    message = N_("You may not search the register “{register}”.")


class SearchNotOpened(NotAllowed):
    code = "search-not-opened"
    message = N_("A search in “{register}” shows “{attribute}”, which this purpose does not open.")
    way_out = N_("Look the entry up by its number, or name a purpose that opens it.")


class KeyReused(Conflict):
    code = "key-reused"
    message = N_("The key “{key}” was used for another request.")
    way_out = N_("Send the same request under this key, or this request under a new one.")


class WriteRefused(NotAllowed):
    code = "write-refused"
    message = N_("You may not change the register “{register}”.")
    way_out = N_("Ask the agency that keeps it.")


class NotYourPart(NotAllowed):
    code = "not-your-part"
    message = N_("This entry of the register “{register}” is kept by “{agency}”.")
    way_out = N_("Ask an officer of that agency to record the change.")


class EventNeeded(NotAllowed):
    code = "event-needed"
    message = N_("The register “{register}” changes only through an event.")
    way_out = N_("Name one of: {events}.")


class EventUnknown(NotFound):
    code = "event-unknown"
    message = N_("The register “{register}” has no event “{event}”.")


class EventNotFitting(InvalidInput):
    code = "event-not-fitting"
    message = N_("“{event}” does not fit: {rule}.")


class NotSetByEvent(InvalidInput):
    code = "not-set-by-event"
    message = N_("“{event}” does not change “{attribute}”.")
    way_out = N_("Record the event that does, or a correction.")


class ValueMissing(InvalidInput):
    code = "value-missing"
    message = N_("“{attribute}” is missing.")
    way_out = N_("Enter it, as the document says.")


class RuleBroken(InvalidInput):
    code = "rule-broken"
    message = N_("{rule}")


class ValueTaken(Conflict):
    code = "value-taken"
    message = N_("“{value}” is already the “{attribute}” of another entry of the register “{register}”.")
    way_out = N_("Check the value; if both are right, ask who keeps the register.")


class TargetUnknown(InvalidInput):
    code = "target-unknown"
    message = N_("The register “{register}” has no entry “{key}” on {day}.")
    way_out = N_("Check the number, or record that entry first.")


class CheckDigitWrong(InvalidInput):
    code = "check-digit-wrong"
    message = N_("“{key}” cannot be right: its check digit does not fit.")
    way_out = N_("Compare it with the document, digit by digit.")


class ChangeUnknown(NotFound):
    code = "change-unknown"
    message = N_("There is no change “{number}” that you may see.")


class AlreadyDecided(Conflict):
    code = "change-already-decided"
    message = N_("Somebody has already decided on this change.")
    way_out = N_("Look at it again to see what was decided.")


class SecondPersonNeeded(NotAllowed):
    code = "second-person-needed"
    message = N_("You recorded this change yourself, so a second officer must confirm it.")
    way_out = N_("Ask a colleague of your agency.")


class OwnEntry(NotAllowed):
    code = "own-entry"
    message = N_("This entry is about you, so that you may not change it.")
    way_out = N_("Ask a colleague to record the change.")


class DayAhead(InvalidInput):
    code = "day-ahead"
    message = N_("The change would begin only on {day}.")
    way_out = N_("Choose a day until today, or say in the note why it begins later.")


class ReasonMissing(InvalidInput):
    code = "reason-missing"
    message = N_("Say why. The person reads it.")


class HistoryPlain(InvalidInput):
    code = "history-plain"
    message = N_("The register “{register}” keeps no past: a change is true from now on.")


class EvidenceRefused(NotAllowed):
    code = "evidence-refused"
    message = N_("“{source}” refused to say what the register “{register}” knows: {reason}")


class EvidenceNotThere(Conflict):
    code = "evidence-not-there"
    message = N_("“{source}” has not answered yet what the register “{register}” knows.")
    way_out = N_("Come back later; what you typed is kept.")


class ValueNotValid(InvalidInput):
    code = "value-not-valid"
    message = N_("“{value}” is not a value of “{attribute}”: {rule}.")
    way_out = N_("Correct the value, then try again.")


class KeyNotValid(InvalidInput):
    code = "key-not-valid"
    message = N_("“{key}” is not a number that the register “{register}” gives.")


class NothingKnownThen(Conflict):
    code = "nothing-known-then"
    message = N_("The register “{register}” knows nothing of “{key}” in that period.")


class SourceMissing(InvalidInput):
    code = "source-missing"
    message = N_("A change needs its source: a case, a document or an office.")


class DeclarationNotValid(InvalidInput):
    code = "declaration-not-valid"
    message = N_("{file}: {where}: {rule}.")


class NobodySaidWhatFor(DeclarationNotValid):
    code = "nobody-said-what-for"
    message = N_("{file}: {where}: “{attribute}” is {classification}, and no purpose opens it.")
    way_out = N_("Name it in “attributes” of one of the “purposes”, or declare a purpose that opens all.")


class DataNotValid(InvalidInput):
    code = "data-not-valid"
    message = N_("{file}, entry {entry}: {rule}.")


class RateUnknown(NotFound):
    code = "rate-unknown"
    message = N_("There is no exchange rate of {base} in {quote} for {on}.")
    way_out = N_("Use a currency that the central bank publishes a rate for.")


class CalendarUnknown(NotFound):
    code = "calendar-unknown"
    message = N_("There is no working calendar “{name}”.")


class NotMatched(InvalidInput):
    code = "register-not-matched"
    message = N_("Nobody said how entries of the register “{register}” are compared.")
    way_out = N_("Its owner declares “matching” first.")


class DuplicateUnknown(NotFound):
    code = "duplicate-unknown"
    message = N_("There is no pair {number} that you may decide on.")


class DuplicateDecided(Conflict):
    code = "duplicate-decided"
    message = N_("Somebody else has decided on this pair in the meantime.")
    way_out = N_("Look at the pair again.")


class TakenOverUnknown(InvalidInput):
    code = "taken-over-unknown"
    message = N_("“{attribute}” cannot be taken over: only one of the two entries says it, or neither.")
    way_out = N_("Choose among the attributes in which the entries differ.")


class UseRefused(NotAllowed):
    code = "use-refused"
    message = N_("The person does not allow the use “{use}” of this data.")
    way_out = N_("Leave this person out; they may allow it on their own page.")


class UseOneByOne(NotAllowed):
    code = "use-one-by-one"
    message = N_("The use “{use}” is a choice of each person: nobody searches or exports a register for it.")
    way_out = N_("Look people up one by one, by their number, or name another purpose.")
