"""THE DOOR of holdings: what is held about somebody, for how long, and its end."""

from collections.abc import Collection, Iterable

from onewindow.foundation.holdings import disposing, erasing, exporting, holds, registry
from onewindow.foundation.holdings.errors import (
    ConfirmedAlready,
    HoldMovedOn,
    HoldUnknown,
    ReasonMissing,
    RuleMissing,
    RuleNotValid,
    SecondPersonNeeded,
    UnderHold,
)
from onewindow.foundation.holdings.ports import WhoIs
from onewindow.foundation.holdings.types import (
    BeforeErasing,
    Disposed,
    Everything,
    Holding,
    HoldView,
    Somebody,
)
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

__all__ = [
    "ConfirmedAlready",
    "HoldMovedOn",
    "HoldUnknown",
    "ReasonMissing",
    "RuleMissing",
    "RuleNotValid",
    "SecondPersonNeeded",
    "UnderHold",
    "before_erasing",
    "confirm_hold",
    "declare",
    "dispose",
    "erase",
    "erase_again",
    "everything_about",
    "hold",
    "holds_of",
    "lift_hold",
    "place_hold",
    "problems",
    "rules",
    "use_who_is",
]


def declare(*, holdings: Iterable[Holding]) -> None:
    """Make the rules of a room known. Wiring calls it."""
    registry.declare(holdings)


def rules() -> tuple[Holding, ...]:
    """The rule of every model, by its name."""
    return registry.rules()


def problems() -> list[OnewindowError]:
    """Models without a rule and rules that do not fit; empty in a sound house."""
    return registry.problems()


def everything_about(*, who: Somebody) -> Everything:
    """All rows of all models about somebody, as JSON has them, with the files that they hold.

    Whoever calls it has made sure that the reader may see all of it.
    """
    return exporting.everything_about(who)


def dispose(*, dry_run: bool = False, models: Collection[str] | None = None) -> list[Disposed]:
    """Delete or blank what is past its term and under no hold; the record tells of each batch.

    :param models: only these; None for all.
    :returns: one line for each model with something due, also where holds kept all of it.
    """
    return disposing.dispose(dry_run=dry_run, models=models)


def use_who_is(*, who_is: WhoIs) -> None:
    """Say who knows the account of a person, so that a hold on a person covers it. Wiring calls it."""
    holds.use_who_is(who_is)


def place_hold(*, subject: Reference, agency: str, reason: str, by: str) -> HoldView:
    """Hold what is held about a person, a company, an account or a case, from this moment.

    :param by: slug of the account; another one confirms.
    :raises ReasonMissing: there is no reason.
    """
    return holds.place(subject=subject, agency=agency, reason=reason, by=by)


def confirm_hold(*, hold: int, agency: str, by: str, seen: str | None = None) -> HoldView:
    """Confirm a hold as the second person.

    :param seen: its ``stage`` when the caller read it; None: however far it is.
    :raises HoldUnknown: none of that agency that is in force.
    :raises SecondPersonNeeded: whoever placed it cannot.
    :raises ConfirmedAlready, HoldMovedOn: nothing changed.
    """
    return holds.confirm(hold=hold, agency=agency, by=by, seen=seen)


def lift_hold(*, hold: int, agency: str, reason: str, by: str, seen: str | None = None) -> HoldView:
    """Propose to lift a hold, or, as a second person, lift it. Errors as for ``confirm_hold``."""
    return holds.lift(hold=hold, agency=agency, reason=reason, by=by, seen=seen)


def hold(*, hold: int, agency: str) -> HoldView:
    """A hold of an agency, also one that was lifted.

    :raises HoldUnknown: that agency has none of that number.
    """
    return holds.one(hold=hold, agency=agency)


def holds_of(*, agency: str) -> tuple[HoldView, ...]:
    """The holds of an agency in force, the newest first."""
    return holds.holds_of(agency=agency)


def erase(*, who: Somebody, reason: str, by: str, confirmed_by: str) -> dict[str, int]:
    """Erase somebody before the term, as far as the rules allow, by two people.

    The keys of what the record says about them are destroyed; its proofs stay. Rows of models whose rule
    says ``erasable`` are deleted or blanked.

    :param by: and ``confirmed_by``: slugs of two accounts.
    :returns: how many rows of each model, and under ``record`` how many entries lost their key.
    :raises SecondPersonNeeded: both are the same.
    :raises ReasonMissing: there is no reason.
    :raises UnderHold: a legal hold keeps them; nothing was erased.
    """
    return erasing.erase(who, reason=reason, by=by, confirmed_by=confirmed_by)


def before_erasing(*, who: Somebody) -> BeforeErasing:
    """What ``erase`` would end, what would stay by which rule, and whether a legal hold keeps all of it."""
    return erasing.before_erasing(who)


def erase_again() -> int:
    """After a backup came back: erase anew what was erased since it was taken.

    Only what was there when it was erased goes again; what came later stays, whoever holds it.

    :returns: how many erasures were repeated.
    """
    return erasing.erase_again()
