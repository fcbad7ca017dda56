"""Errors of privacy."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound


class LineUnknown(NotFound):
    code = "access-line-unknown"
    message = N_("There is no such line about you.")


class QuestionUnknown(NotFound):
    code = "question-unknown"
    message = N_("There is no such question.")


class ObjectionUnknown(NotFound):
    code = "objection-unknown"
    message = N_("There is no such objection.")


class ExportUnknown(NotFound):
    code = "export-unknown"
    message = N_("There is no such export, or its time is over.")
    way_out = N_("Ask for a new one.")


class UseUnknown(NotFound):
    code = "use-unknown"
    message = N_("There is no such use of data.")


class TextMissing(InvalidInput):
    code = "text-missing"
    message = N_("Nothing is written here.")
    way_out = N_("Write a sentence or two.")


class FindingMissing(InvalidInput):
    code = "finding-missing"
    message = N_("It is not said whether the look was justified.")
    way_out = N_("Choose one of the two.")


class AskedAlready(Conflict):
    code = "asked-already"
    message = N_("You asked about this line before: question {question}.")
    way_out = N_("Open that question and see where it stands.")


class NotYours(NotAllowed):
    code = "not-for-this-agency"
    message = N_("Only the data protection officer or the head of {agency} may do this.")


class ErasedElsewhere(NotAllowed):
    code = "erased-elsewhere"
    message = N_("Erasing reaches all agencies. Only {agency}, which keeps the population register, does it.")
    way_out = N_("Ask the data protection officer there.")


class ErasureUnknown(NotFound):
    code = "erasure-unknown"
    message = N_("There is no such erasure.")


class PersonUnknown(InvalidInput):
    code = "person-unknown"
    message = N_("The population register has nobody with this number.")
    way_out = N_("Check the number.")


class LawMissing(InvalidInput):
    code = "law-missing"
    message = N_("The legal basis is missing.")
    way_out = N_("Name the law and the article, or the court and its file.")


class AboutYou(NotAllowed):
    code = "about-you"
    message = N_("This is about you, so that you may not decide on it.")
    way_out = N_("Ask a colleague.")


class OwnLook(NotAllowed):
    code = "own-look"
    message = N_("You are the one who looked, so that you may not answer for it.")
    way_out = N_("Leave the answer to a colleague who may give it, or to the ombudsman.")


class NothingMayGo(Conflict):
    code = "nothing-may-go"
    message = N_("Nothing that is held about this person may go before its term.")
    way_out = N_("“How long data is kept” says for each kind how long, and why.")


class ErasureAsked(Conflict):
    code = "erasure-asked"
    message = N_("An erasure of this person waits already.")
    way_out = N_("Open it, and let a second officer decide on it.")


class NotAtThisStage(Conflict):
    code = "not-at-this-stage"
    message = N_("This cannot be done now: the matter has moved on.")
    way_out = N_("Open it again and see where it stands.")


class ConsentNotOpen(Conflict):
    code = "consent-not-open"
    message = N_("There is no consent to withdraw.")


class DayNotPossible(InvalidInput):
    code = "consent-day-not-possible"
    message = N_("A consent to this use ends within {days} days, and not before tomorrow.")
    way_out = N_("Choose a day in that time.")


class ObjectedAlready(Conflict):
    code = "objected-already"
    message = N_("You objected to this use before.")
    way_out = N_("See where that objection stands.")


class OneExportAtATime(Conflict):
    code = "export-under-way"
    message = N_("An export is being made already.")
    way_out = N_("Wait until it is there; it takes minutes.")


class KeyReused(Conflict):
    code = "key-reused"
    message = N_("The key “{key}” was used for another request.")
    way_out = N_("Send the same request under this key, or this request under a new one.")


class ChangedSince(Conflict):
    code = "changed-since"
    status = 412
    message = N_("This has changed since you read it.")
    way_out = N_("Read it again, then decide.")
