"""Log lines as JSON, one a line, with what we chose to say and nothing else."""

import json
import logging
from contextvars import ContextVar
from traceback import extract_tb

from onewindow.kernel.clock import clock

request_of_this_thread: ContextVar[str] = ContextVar("request_of_this_thread", default="")

# What a line may carry beside its message. Anything else that a library puts on a record stays out:
# procrastinate's lines, for one, carry the arguments of jobs.
_ALLOWED = ("method", "route", "status", "seconds", "drain", "job", "case", "service", "process", "action")


class JsonLines(logging.Formatter):
    """A record as one line of JSON.

    Of an exception it keeps the class and the places in the code: its text and its variables may quote what
    a person typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _message(record),
        }
        if request := request_of_this_thread.get():
            line["request"] = request
        line.update((name, record.__dict__[name]) for name in _ALLOWED if name in record.__dict__)
        if record.exc_info and record.exc_info[1]:
            line["error"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """Our own messages whole; of others' only the pattern, without the values that were put into it."""
    return record.getMessage() if record.name.startswith("onewindow") else str(record.msg)


def _error(error: BaseException) -> dict[str, object]:
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    told: dict[str, object] = {
        "class": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": places[-12:],
    }
    if error.__cause__ is not None:
        told["cause"] = _error(error.__cause__)
    return told
