"""Forms of signatures, made with a key that the house keeps."""

from collections.abc import Callable
from datetime import datetime

from onewindow.blocks.trust.errors import FormUnknown
from onewindow.blocks.trust.types import Form, Level
from onewindow.standards.signing import Signer
from onewindow.standards.signing.ports import EvidenceSource, TimestampSource

Sign = Callable[..., bytes]


def signed(
    *,
    form: Form,
    payload: bytes,
    signer: Signer,
    at: datetime,
    level: Level,
    timestamps: TimestampSource,
    evidence: EvidenceSource,
) -> bytes:
    """Sign in one of the forms; ``asic-e`` puts the payload into a container as ``content``."""
    sign = _signing(form)
    given = {"content": payload} if form == "asic-e" else payload
    needs = {"timestamps": timestamps} if level != "B" else {}
    if level in ("LT", "LTA"):
        needs["evidence"] = evidence  # type: ignore[assignment]
    return sign(given, signer=signer, at=at, level=level, **needs)


def _signing(form: str) -> Sign:
    """Loaded when first used: each brings a large library."""
    import importlib

    modules = {"jades": "jades", "xades": "xades", "pades": "pades", "asic-e": "asic"}
    if form not in modules:
        raise FormUnknown(field="form", form=form, known=", ".join(modules))
    return importlib.import_module(f"onewindow.standards.signing.{modules[form]}").sign
