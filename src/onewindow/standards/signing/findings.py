"""What a check can find, in plain words. The one place where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from onewindow.kernel.errors import N_


class Severity(StrEnum):
    """What a finding means for the signature that it is about."""

    HOLDS = "holds"  # looked at, and good
    NOTE = "note"  # does no harm
    UNKNOWN = "unknown"  # cannot be decided with what is at hand: the signature does not count
    BROKEN = "broken"  # speaks against it: the signature does not count


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    :param message: English, to be translated; its placeholders are keys of ``values``.
    """

    code: str
    severity: Severity
    message: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    def said(self) -> str:
        """The sentence in English, filled in."""
        return self.message.format(**self.values) if self.values else self.message

    @property
    def counts_against(self) -> bool:
        return self.severity in (Severity.UNKNOWN, Severity.BROKEN)


_H, _N, _U, _B = Severity.HOLDS, Severity.NOTE, Severity.UNKNOWN, Severity.BROKEN
_SAYINGS: Mapping[str, tuple[Severity, str]] = {
    # What holds.
    "content-unchanged": (_H, N_("What was signed is unchanged.")),
    "certificate-trusted": (_H, N_("The certificate of {signer} comes from an authority that we trust.")),
    "not-revoked": (_H, N_("The certificate had not been revoked.")),
    "time-proven": (_H, N_("A timestamp of {authority} proves that the signature existed on {moment}.")),
    "archive-proven": (_H, N_("An archive timestamp of {authority} of {moment} protects it for long.")),
    # Notes.
    "time-claimed": (_N, N_("The time of signing is only what the signer says.")),
    "claim-later": (_N, N_("The signer says a time of signing, {claimed}, that is after the proven time.")),
    "left-out": (_N, N_("Elements with these names were not signed, and may have been changed: {names}.")),
    "certificate-unnamed": (_N, N_("The signer did not name the certificate when signing.")),
    "stamp-not-counted": (_N, N_("A timestamp of {moment} does not count: {reason}.")),
    "signed-over": (_N, N_("Another signature was added later. It changed nothing of this one.")),
    "purpose-open": (_N, N_("The certificate does not say that it is for signing documents.")),
    # What cannot be decided.
    "part-signed": (_U, N_("Only a part of the file is signed: {part}. Do not rely on the rest.")),
    "no-signature": (_U, N_("The file has no signature that we can read.")),
    "untrusted": (_U, N_("The certificate does not come from an authority that we trust.")),
    "revocation-unknown": (
        _U,
        N_("Nobody tells whether the certificate was revoked: there is no fresh revocation list."),
    ),
    "expired": (
        _U,
        N_("The certificate was valid until {until}, and no timestamp proves that the signature is older."),
    ),
    "not-yet-valid": (_U, N_("The certificate is valid only from {since} on.")),
    "algorithm-weak": (
        _U,
        N_("It was made with {algorithm}, which is not safe now, and no timestamp proves that it is older."),
    ),
    "form-unknown": (_U, N_("This is not a kind of signed file that we can check.")),
    # What speaks against it.
    "content-changed": (_B, N_("What was signed was changed afterwards: {part}.")),
    "signature-wrong": (_B, N_("The signature does not belong to this certificate, or was changed.")),
    "revoked": (_B, N_("The certificate was revoked on {moment}.")),
    "wrong-purpose": (_B, N_("The certificate is not for signing documents.")),
    "certificate-swapped": (_B, N_("The certificate is not the one that the signer named when signing.")),
    "certificate-missing": (_B, N_("The signature does not say with which certificate it was made.")),
    "chain-broken": (_B, N_("The certificates above the signer's do not fit together.")),
    "form-refused": (_B, N_("The signature has a form that we refuse: {reason}.")),
    "not-all-signed": (_B, N_("These files in the container are not signed: {files}.")),
    "added-later": (_B, N_("Something was added after signing, or stands outside of what was signed.")),
    "nothing-signed": (_B, N_("The signature covers none of the content.")),
}  # fmt: skip


def finding(code: str, **values: object) -> Finding:
    """A finding by its code.

    :param values: what its sentence names.
    """
    severity, message = _SAYINGS[code]
    return Finding(code, severity, message, values)


def codes() -> tuple[str, ...]:
    """All codes that there are."""
    return tuple(_SAYINGS)
