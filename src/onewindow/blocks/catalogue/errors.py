"""What can be wrong with an answer, or with asking for a service. Part of the door, through ``api``."""

from onewindow.kernel.errors import N_, InvalidInput, NotFound


class UnknownService(NotFound):
    code = "unknown-service"
    message = N_("There is no service “{service}”.")
    way_out = N_("Look it up in the list of services.")


class AnswerProblem(InvalidInput):
    """The base of all: ``values["label"]`` is the question, in the language that was asked for."""

    code = "answer-problem"
    message = N_("{label}: this answer cannot be used.")

    def __init__(self, *, field: str | None = None, **values: object) -> None:
        super().__init__(field=field, **{"label": "", **values})


class AnswerMissing(AnswerProblem):
    code = "answer-missing"
    message = N_("{label}: this needs an answer.")


class AnswerUnknown(AnswerProblem):
    code = "answer-unknown"
    message = N_("The form has no question “{label}”.")
    way_out = N_("Leave it out, or look up how the form calls it.")


class AnswerWrongShape(AnswerProblem):
    """The base of those below: what was sent is of another kind than the question asks for."""

    code = "answer-wrong-shape"


class NotAText(AnswerWrongShape):
    message = N_("{label}: this is not a text.")
    way_out = N_("Send a text.")


class NotADate(AnswerWrongShape):
    message = N_("{label}: this is not a date.")
    way_out = N_("Send a date such as 2026-12-31.")


class NotAMoment(AnswerWrongShape):
    message = N_("{label}: this is not a date with a time.")
    way_out = N_("Send it like 2026-12-31T09:30.")


class NotYesOrNo(AnswerWrongShape):
    message = N_("{label}: this is neither yes nor no.")
    way_out = N_("Choose yes or no.")


class NotAChoice(AnswerWrongShape):
    message = N_("{label}: this is not one of the choices.")
    way_out = N_("Choose one of those that are offered.")


class NotChoices(AnswerWrongShape):
    message = N_("{label}: this is not a list of choices.")
    way_out = N_("Send a list of those that you choose.")


class NotACode(AnswerWrongShape):
    message = N_("{label}: this is not a code.")
    way_out = N_("Look the code up by its name.")


class NotAFile(AnswerWrongShape):
    message = N_("{label}: this is not an uploaded file.")
    way_out = N_("Upload the file first.")


class NotRows(AnswerWrongShape):
    message = N_("{label}: this is not a list of answers.")
    way_out = N_("Send a list, with the answers of each entry.")


class NotAGroup(AnswerWrongShape):
    message = N_("{label}: this is not a group of answers.")
    way_out = N_("Send each answer of the group by its name.")


class NumberNotReadable(AnswerProblem):
    code = "number-not-readable"
    message = N_("{label}: “{text}” is not a number.")
    way_out = N_("Use digits, and a dot before decimals, such as 1250.5.")


class NumberAmbiguous(AnswerProblem):
    code = "number-ambiguous"
    message = N_("{label}: “{text}” can be read in two ways.")
    way_out = N_("Use a dot before decimals, and nothing between thousands.")


class NotWhole(AnswerProblem):
    code = "number-not-whole"
    message = N_("{label}: {value} is not a whole number.")
    way_out = N_("Leave out the decimals.")


class TooManyDecimals(AnswerProblem):
    code = "too-many-decimals"
    message = N_("{label}: {value} has more than {digits} decimals.")
    way_out = N_("Give at most {digits} decimals.")


class DateNotReadable(AnswerProblem):
    code = "date-not-readable"
    message = N_("{label}: “{text}” is not a real date.")
    way_out = N_("Give day, month and year, such as 31 12 2026.")


class MomentNotReadable(AnswerProblem):
    code = "moment-not-readable"
    message = N_("{label}: “{text}” is not a date with a time.")
    way_out = N_("Give it like 2026-12-31T09:30.")


class TooSmall(AnswerProblem):
    code = "too-small"
    message = N_("{label}: this must be {limit} or more.")


class TooLarge(AnswerProblem):
    code = "too-large"
    message = N_("{label}: this must be {limit} or less.")


class NotMoreThan(AnswerProblem):
    code = "not-more-than"
    message = N_("{label}: this must be more than {limit}.")


class NotLessThan(AnswerProblem):
    code = "not-less-than"
    message = N_("{label}: this must be less than {limit}.")


class TooEarly(AnswerProblem):
    code = "too-early"
    message = N_("{label}: this must be {limit} or later.")


class TooLate(AnswerProblem):
    code = "too-late"
    message = N_("{label}: this must be {limit} or earlier.")


class TextTooLong(AnswerProblem):
    code = "text-too-long"
    message = N_("{label}: this has {length} characters, and may have {limit}.")
    way_out = N_("Make it shorter.")


class TextWithControls(AnswerProblem):
    code = "text-with-controls"
    message = N_("{label}: this holds a sign that cannot be printed (at place {place}).")
    way_out = N_("Remove it; typing the text again helps.")


class TextNotOfPattern(AnswerProblem):
    code = "text-not-of-pattern"
    message = N_("{label}: “{text}” is not written as it should be.")


class NotAnOption(AnswerProblem):
    code = "not-an-option"
    message = N_("{label}: “{text}” is not one of the choices.")
    way_out = N_("Choose one of those that are offered.")


class CodeUnknown(AnswerProblem):
    code = "code-unknown"
    message = N_("{label}: “{text}” is not in the register.")
    way_out = N_("Look the code up by its name.")


class FileUnknown(AnswerProblem):
    code = "file-unknown"
    message = N_("{label}: we do not have this file.")
    way_out = N_("Upload it again.")


class FileOfWrongKind(AnswerProblem):
    code = "file-of-wrong-kind"
    message = N_("{label}: “{name}” is a file of another kind.")
    way_out = N_("Upload one of these kinds: {accept}.")


class FileTooLarge(AnswerProblem):
    code = "file-too-large"
    message = N_("{label}: “{name}” is larger than {limit} MB.")
    way_out = N_("Upload a smaller file.")


class PersonUnknown(AnswerProblem):
    code = "person-unknown"
    message = N_("{label}: we do not know this person.")
    way_out = N_("Check the number of the identity card.")


class TooFewRows(AnswerProblem):
    code = "too-few-rows"
    message = N_("{label}: there must be {limit} or more.")
    way_out = N_("Add another one.")


class TooManyRows(AnswerProblem):
    code = "too-many-rows"
    message = N_("{label}: there may be {limit}, and there are {count}.")
    way_out = N_("Remove some, or send a second request.")


class RowsDoNotFit(AnswerProblem):
    code = "rows-do-not-fit"
    message = N_("{label}: there must be one answer for each of the {expected}, and there are {count}.")
    way_out = N_("Answer each of them once.")


class CheckFailed(AnswerProblem):
    """A rule of the package; ``text`` is the package's own."""

    code = "check-failed"
    message = "{text}"


class RuleTooCostly(AnswerProblem):
    code = "rule-too-costly"
    message = N_("{label}: this answer is too large for us to check it.")
    way_out = N_("Send less at once.")
