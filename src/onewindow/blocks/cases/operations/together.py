"""Deciding several tasks of one kind with the same answers, each for itself: one failing hurts no other."""

from collections.abc import Mapping, Sequence

from onewindow.blocks.cases.errors import NotOfOneKind, TooManyAtOnce
from onewindow.blocks.cases.operations.working import complete_work
from onewindow.blocks.cases.queries.reading import work as read_work
from onewindow.blocks.cases.types import DecidedWork, WorkView
from onewindow.foundation.access.api import Actor
from onewindow.kernel.errors import OnewindowError

_MOST = 50


def of_one_kind(*, works: Sequence[int], actor: Actor) -> tuple[WorkView, ...]:
    """See ``cases.api.works_of_one_kind``."""
    if len(works) > _MOST:
        raise TooManyAtOnce(most=_MOST)
    found = tuple(read_work(work=one, actor=actor) for one in dict.fromkeys(works))
    kinds = {(one.service, one.version, one.element) for one in found}
    if len(kinds) != 1 or any(one.state != "open" or one.proposed is not None for one in found):
        raise NotOfOneKind()
    return found


def complete_works(
    *, works: Sequence[int], actor: Actor, answers: Mapping[str, object], key: str
) -> tuple[DecidedWork, ...]:
    """See ``cases.api.complete_works``."""
    if len(works) > _MOST:
        raise TooManyAtOnce(most=_MOST)
    return tuple(_decided(one, actor, answers, f"{key}:{one}") for one in dict.fromkeys(works))


def _decided(work: int, actor: Actor, answers: Mapping[str, object], key: str) -> DecidedWork:
    try:
        done = complete_work(work=work, actor=actor, answers=answers, key=key)
    except OnewindowError as problem:
        return DecidedWork(work, None, "", proposed=False, problem=problem)
    proposed = bool(done["proposed"])
    return DecidedWork(work, str(done["case"]), str(done["status"]), proposed=proposed, problem=None)
