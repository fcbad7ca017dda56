"""What a leaf says, and whether what is shown is what it commits to."""

import hashlib
import re
from typing import Any

from onewindow_verify import canonical
from onewindow_verify.failure import NotVerifiedError

COMMITTED = ("actor", "payload", "subject")
_HEX = re.compile(r"[0-9a-f]{64}")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def read_leaf(data: bytes, *, where: str) -> dict[str, Any]:
    """A leaf, checked for its form."""
    leaf = canonical.parse(data, where=where)
    if not isinstance(leaf, dict) or set(leaf) != {*COMMITTED, "at", "kind", "v"} or leaf["v"] != 1:
        raise NotVerifiedError(f"{where}: this is not a leaf of version 1.")
    if not _AT.fullmatch(str(leaf["at"])) or not all(_HEX.fullmatch(str(leaf[name])) for name in COMMITTED):
        raise NotVerifiedError(f"{where}: a field of the leaf has another form.")
    return leaf


def check_disclosed(leaf: dict[str, Any], told: Any, *, where: str) -> dict[str, Any]:
    """The values that are shown, each checked against its hash in the leaf."""
    if not isinstance(told, dict) or not set(told) <= set(COMMITTED):
        raise NotVerifiedError(f"{where}: what is disclosed has another form.")
    return {field: _check_field(leaf, field, shown, where=where) for field, shown in told.items()}


def _check_field(leaf: dict[str, Any], field: str, shown: Any, *, where: str) -> Any:
    if (
        not isinstance(shown, dict)
        or set(shown) != {"salt", "value"}
        or not isinstance(shown["salt"], str)
        or not _HEX.fullmatch(shown["salt"])
    ):
        raise NotVerifiedError(f"{where}: the {field} that is disclosed has another form.")
    digest = hashlib.sha256(bytes.fromhex(shown["salt"]) + canonical.spell(shown["value"])).hexdigest()
    if digest != leaf[field]:
        raise NotVerifiedError(f"{where}: the {field} shown here is not the one in the record.")
    return shown["value"]
