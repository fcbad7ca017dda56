"""File names from strangers, made harmless."""

import re
import unicodedata

_WINDOWS = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
_BAD = re.compile(r'[<>:"/\\|?*;&$`\x7f]')


def safe_name(name: str, kind: str) -> str:
    """The last part of a name without controls, directions, separators and reserved words.

    :param kind: gives the ending, whatever the name says; "" leaves the name without one of ours.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    # Controls, formats (among them the marks that turn the direction of text) and half characters go.
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    plain = _BAD.sub("_", plain).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 5:
        stem = plain
    stem = stem.strip(". ")[:100] or "file"
    if stem.partition(".")[0].lower() in _WINDOWS:
        stem = f"_{stem}"
    if not kind:
        return f"{stem}.{ending}" if dot and len(ending) <= 5 else stem
    return f"{stem}.{'jpg' if kind == 'jpeg' else kind}"
