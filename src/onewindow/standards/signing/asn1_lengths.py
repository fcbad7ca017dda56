"""asn1crypto, made to tell a long length from an indefinite one (X.690 §8.1.3).

Release 1.5.1, the newest, looks only at the last octet of a header: it takes each value whose length ends in
0x80, one in 256, for one of indefinite length, and encodes it anew, each level below several times. A
timestamp of 3,200 octets then takes half a minute. What was read in the definite form has no end-of-contents
octets behind it (§8.1.5) and is given back here as it came. The file goes when the library does so itself.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from asn1crypto import core as _core

_KINDS: tuple[Any, ...] = (_core.Asn1Value, _core.Primitive, _core.Sequence, _core.SequenceOf)
_Dump = Callable[..., bytes]


def mend() -> None:
    """Put it in place, once."""
    for kind in _KINDS:
        if not hasattr(kind.dump, "__wrapped__"):
            kind.dump = _mended(cast(_Dump, kind.dump))


def _mended(dump: _Dump) -> _Dump:
    @wraps(dump)
    def mended(self: Any, force: bool = False) -> bytes:
        if not force and not self._trailer:
            contents = self.contents  # what was changed loses its header here, and is encoded below
            header = self._header
            if header is not None and header[-1:] == b"\x80":
                return cast(bytes, header + contents)
        return dump(self, force=force)

    return mended
