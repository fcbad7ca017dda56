"""What the worker does for privacy."""

from onewindow.blocks.privacy import exports, questions
from onewindow.foundation.holdings import api as holdings
from onewindow.foundation.jobs.api import job
from onewindow.kernel.clock import clock

__all__ = ["dispose_nightly", "escalate_overdue", "make_export"]

_NIGHT = range(1, 5)
_last: list[str] = []


@job(name="privacy.make-export")
def make_export(*, export: int) -> None:
    """Gather everything about whoever asked."""
    exports.make(export)


def escalate_overdue() -> int:
    """Hand what no agency answered in time to the ombudsman. Returns how many."""
    return questions.escalate_overdue()


def dispose_nightly() -> int:
    """Once a night, end what is past its term. Returns how many rows. Twice does no harm."""
    now = clock.now()
    today = now.date().isoformat()
    if now.hour not in _NIGHT or today in _last:
        return 0
    _last[:] = [today]
    return sum(each.rows for each in holdings.dispose())
