"""The rules for the rooms beneath this one, and for the libraries' own tables."""

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted, kept
from onewindow.kernel.errors import N_

_MADE = "made by migrations"

HOLDINGS = (
    Holding(
        model="holdings.Hold",
        topic="privacy",
        rows=NamedBy(subject=("subject",), account=("asked_by", "confirmed_by")),
        hidden={"reason": "an inquiry may depend on it"},
        retention=deleted(after="lifted_at", days=3650, why=N_("shows later why rows outlived their term")),
    ),
    Holding(
        model="record.EntryRow",
        topic="record",
        rows=NamedBy(subject=("subject",), account_reference=("actor",)),
        hidden={
            "sealed": "a receipt tells what it says",
            "secret": "name of a key",
            "salt": "a key",
            "leaf": "public in the log",
        },
        retention=kept(N_("the record is for ever; destroying an entry's key ends what it says")),
    ),
    Holding(model="record.Tile", nothing="salted hashes", retention=kept("proofs are verified against it")),
    Holding(
        model="record.CheckpointRow",
        nothing="salted hashes",
        retention=kept("proofs are verified against it"),
    ),
    Holding(
        model="outbox.Event",
        nothing="names cases and payments by number, for hours; readers have their own rules",
        retention=deleted(after="published_at", days=90, why="long enough to find out why a reader failed"),
    ),
    Holding(
        model="outbox.DeliveryRow",
        nothing="belongs to an event",
        retention=deleted(after="done_at", days=90, why="long enough to find out why a reader failed"),
    ),
    Holding(
        model="jobs.UsedKey",
        nothing="a key of a job, made of numbers",
        retention=kept("a job deferred twice is done once, for ever"),
    ),
    Holding(model="database.Prepared", nothing="versions of the program", retention=kept("one row")),
    Holding(
        model="procrastinate.ProcrastinateJob",
        nothing="numbers of rows that a job works on",
        retention=kept("the library's worker empties it"),
    ),
    Holding(
        model="procrastinate.ProcrastinateWorker",
        nothing="processes of ours",
        retention=kept("the library's worker empties it"),
    ),
    Holding(
        model="procrastinate.ProcrastinateEvent",
        nothing="when a job ran",
        retention=kept("the library's worker empties it"),
    ),
    Holding(
        model="procrastinate.ProcrastinatePeriodicDefer",
        nothing="when a job ran",
        retention=kept("the library's worker empties it"),
    ),
    Holding(model="auth.Permission", nothing="names of tables", retention=kept(_MADE)),
    Holding(model="auth.Group", nothing="not used", retention=kept(_MADE)),
    Holding(model="auth.Group_permissions", nothing="not used", retention=kept(_MADE)),
    Holding(model="contenttypes.ContentType", nothing="names of tables", retention=kept(_MADE)),
)
"""The record's rule stands here, beneath which it lies."""
