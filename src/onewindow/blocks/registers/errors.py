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


class AttributeRefused(NotAllowed):
    code = "attribute-refused"
    message = N_("You may not read “{attribute}” in the register “{register}”.")


class SearchRefused(NotAllowed):
    code = "search-refused"
    message = N_("You may not search the register “{register}”.")


class WriteRefused(NotAllowed):
    code = "write-refused"
    message = N_("You may not change the register “{register}”.")
    way_out = N_("Ask the agency that keeps it.")


class ValueNotValid(InvalidInput):
    code = "value-not-valid"
    message = N_("“{value}” is not a value of “{attribute}”: {rule}.")


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
