"""The steps of a service: what each task of its process does, by whom, until when. See ``types``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from onewindow.blocks.catalogue.formula import Formula
from onewindow.kernel.localised import Localised

Party = Literal["applicant", "officer", "person", "caller"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Working days of an office's calendar.

    :param working_days: a whole number, or FEEL that gives one.
    :param calendar: a calendar's name; None is the calendar of the agency that works.
    :param remind: so many working days before the end the worker is reminded; None is never.
    :param escalate_to: the role of the same agency that hears of it when the deadline is missed.
    :param on_silence: an action of ``after`` that the house takes when the applicant let the deadline pass,
        such as the withdrawal; None where it only tells them so.
    """

    working_days: Formula
    calendar: Formula | None = None
    remind: int | None = None
    escalate_to: str | None = None
    on_silence: str | None = None


@dataclass(frozen=True, slots=True)
class NumberRule:
    """How a number is given: one gapless sequence per value of ``sequence``.

    :param into: the name in the case's data that holds the number.
    :param sequence: FEEL; a text, or a list whose parts name the sequence, such as ``[bank, branch, year]``.
    :param pattern: FEEL that gives the number's text; ``n`` in its scope is the next integer, from 1.
    """

    into: str
    sequence: Formula
    pattern: Formula


@dataclass(frozen=True, slots=True)
class StepText:
    """What people read of a step.

    :param name: what is done, such as "The bank checks your invoice".
    :param waits: why the case waits here, said to the applicant.
    """

    name: Localised
    waits: Localised


@dataclass(frozen=True, slots=True)
class WorkStep:
    """Somebody does something with a form. A user task.

    :param element: the id in the process.
    :param party: ``applicant``, an ``officer`` of an agency, or another ``person`` who must have a say.
    :param agency: gives the agency's slug; None for the applicant and another person.
    :param role: the role that an officer needs; None for the applicant and another person.
    :param person: gives the other person: a key of the register of people, or a whole reference such as
        ``register/companies/1204567A``.
    :param form: the slug of its form; its answers go into the data under ``into``.
    :param into: the name in the data, whose value is {answers..., "by": {...}, "on": date}.
    :param four_eyes: where it holds, a second officer of the same role confirms before the step is complete.
        Its scope has the answers under ``into`` already.
    :param not_by: ids of steps whose officer may not do this one.
    :param not_by_case: gives the number of another case: nobody who worked on it may do this step.
    :param number: a number given when the step is completed, if any; it stands in the data as of then.
    """

    element: str
    text: StepText
    party: Party
    form: str
    into: str
    agency: Formula | None = None
    role: str | None = None
    deadline: Deadline | None = None
    four_eyes: Formula | None = None
    not_by: tuple[str, ...] = ()
    number: NumberRule | None = None
    person: Formula | None = None
    not_by_case: Formula | None = None


@dataclass(frozen=True, slots=True)
class PaymentStep:
    """The applicant pays a fee; nothing is asked where the amount is zero or null.

    :param into: the name in the data; its value is {amount, currency, paid_on, receipt}.
    :param payer: gives somebody else who pays, as ``person`` of a work step does; None is the applicant.
    """

    element: str
    text: StepText
    fee: str
    into: str = "payment"
    deadline: Deadline | None = None
    payer: Formula | None = None


@dataclass(frozen=True, slots=True)
class DocumentStep:
    """A document is issued; then ``documents.<slug>`` is {code, number, issued_on} in the data.

    :param action: ``issue``; ``replace`` (a new version that names the old one), ``extend``, ``revoke``.
    :param reason: gives the reason of a replacement, an extension or a revocation, as text.
    :param holder: gives somebody else whose document it is, as ``person`` of a work step does; None is the
        applicant.
    """

    element: str
    text: StepText
    document: str
    action: Literal["issue", "replace", "extend", "revoke"] = "issue"
    reason: Formula | None = None
    holder: Formula | None = None


@dataclass(frozen=True, slots=True)
class NoticeStep:
    """A letter goes out.

    :param notice: its slug.
    :param to: ``applicant``, or gives {agency, role} of officers, or {person} as a work step does.
    """

    element: str
    text: StepText
    notice: str
    to: Formula


@dataclass(frozen=True, slots=True)
class NumberStep:
    """A number is given, as of ``number``."""

    element: str
    text: StepText
    number: NumberRule


@dataclass(frozen=True, slots=True)
class RegisterStep:
    """A register is read in the middle of a case; the values go into the data under ``into``.

    ``into`` becomes null where the register has no such entry, else a mapping of the attributes.
    """

    element: str
    text: StepText
    register: str
    key: Formula
    attributes: tuple[str, ...]
    into: str


@dataclass(frozen=True, slots=True)
class WriteStep:
    """A register is written: the service's agency must own it, or be named among its writers.

    :param action: ``add`` makes a new entry and fails with ``entry-exists`` where there is one; ``change``
        fails with ``entry-unknown`` where there is none; ``write`` does either.
    :param key: gives the entry's key.
    :param values: attribute to FEEL; null takes the value away. Attributes that are not named stay.
    :param since: gives the civil day from which it is true; None is now.
    """

    element: str
    text: StepText
    register: str
    action: Literal["add", "change", "write"]
    key: Formula
    values: Mapping[str, Formula]
    since: Formula | None = None


@dataclass(frozen=True, slots=True)
class ServiceStep:
    """A service of another agency is a part of this one: a call activity (or service task).

    A case of its own is filed there, with its own number, officers, deadlines and documents; this case waits.
    Granted or closed it goes on; any other outcome is an error event of that name (``refused``,
    ``withdrawn``, ``expired``, ``revoked``).

    :param service: ``agency/service``; the part runs on the version that is in force when it is filed.
    :param gives: question of the called form to what answers it, over this case's data.
    :param takes: name to FEEL over the part's data; ends up beside number, service, outcome and documents.
    :param into: the name in this case's data that holds what the part came to.
    :param applicant: gives a reference such as ``register/companies/…``: whose case the part is, where that
        is not this case's applicant.
    """

    element: str
    text: StepText
    service: str
    gives: Mapping[str, Formula]
    takes: Mapping[str, Formula]
    into: str
    applicant: Formula | None = None


@dataclass(frozen=True, slots=True)
class UndoStep:
    """What a part has done is taken back: a compensation handler.

    The called service is told by an action of its own whose actor is ``caller``.

    :param step: the element of the ServiceStep whose part is taken back.
    :param reason: gives the reason that the called agency reads.
    """

    element: str
    text: StepText
    step: str
    reason: Formula | None = None


Step = (
    WorkStep
    | PaymentStep
    | DocumentStep
    | NoticeStep
    | NumberStep
    | RegisterStep
    | WriteStep
    | ServiceStep
    | UndoStep
)
