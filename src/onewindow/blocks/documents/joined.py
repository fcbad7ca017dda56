"""Which adapters are in use. Wiring sets them once; until then nothing is sealed, let in or shown."""

from onewindow.blocks.documents.errors import NoSealKey, ScannerNotThere
from onewindow.blocks.documents.ports import Scanner, SealKeys, SubjectReaders, TimestampSource
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import N_
from onewindow.kernel.reference import Reference


class _Joined:
    seal_keys: SealKeys | None = None
    scanner: Scanner | None = None
    timestamps: TimestampSource | None = None
    subject_readers: SubjectReaders | None = None


_joined = _Joined()


def use(
    *,
    seal_keys: SealKeys | None = None,
    scanner: Scanner | None = None,
    timestamps: TimestampSource | None = None,
    subject_readers: SubjectReaders | None = None,
) -> None:
    """Join what is given; the rest stays as it is."""
    _joined.seal_keys = seal_keys or _joined.seal_keys
    _joined.scanner = scanner or _joined.scanner
    _joined.timestamps = timestamps or _joined.timestamps
    _joined.subject_readers = subject_readers or _joined.subject_readers


def seal_keys() -> SealKeys:
    """:raises NoSealKey: nothing was joined."""
    if _joined.seal_keys is None:
        raise NoSealKey(agency="", reason=N_("no keys were set up"))
    return _joined.seal_keys


def scanner() -> Scanner:
    """:raises ScannerNotThere: nothing was joined; an upload is then refused, not let in unseen."""
    if _joined.scanner is None:
        raise ScannerNotThere()
    return _joined.scanner


def timestamps() -> TimestampSource | None:
    """The timestamp authority, where there is one."""
    return _joined.timestamps


def may_see(*, subject: Reference, reader: Actor) -> bool:
    """Whether the room of the subject lets this actor see what belongs to it. No answer is no."""
    return _joined.subject_readers is not None and _joined.subject_readers(subject=subject, reader=reader)
