"""Checking every signature of a PDF at every level (ETSI EN 319 142-1). See ``pades.verify``."""

import io
from collections.abc import Sequence
from typing import Any, cast

from asn1crypto import cms as asn1_cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import ValidationInfoReadingError
from pyhanko.sign.validation.status import SignatureCoverageLevel

from onewindow.kernel.errors import N_
from onewindow.standards.signing.cms import FormRefused, read_cms
from onewindow.standards.signing.findings import Finding, finding
from onewindow.standards.signing.judging import Question, Read, Stamp, judge
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.verdict import SignatureVerdict, SignedPart, Verdict

_cms = cast(Any, asn1_cms)
MAX_SIGNATURES = 50


def verify(pdf: bytes, *, question: Question) -> Verdict:
    """See ``pades.verify``."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            return _refused(N_("it is encrypted"))
        embedded: list[Any] = list(reader.embedded_signatures)
        signatures = [one for one in embedded if not _is_stamp(one)]
    except Exception:  # strangers' bytes: whatever the parser trips over
        return Verdict(form="pades", findings=(finding("no-signature"),))
    if not signatures:
        return Verdict(form="pades", findings=(finding("no-signature"),))
    if len(embedded) > MAX_SIGNATURES:
        return _refused(N_("it has too many signatures"))
    file = _File(pdf, reader, embedded)
    return Verdict(form="pades", signatures=tuple(file.judge(one, question) for one in signatures))


def _refused(reason: str) -> Verdict:
    return Verdict(form="pades", findings=(finding("form-refused", reason=reason),))


class _File:
    def __init__(self, pdf: bytes, reader: PdfFileReader, embedded: Sequence[Any]) -> None:
        self._pdf, self._reader = pdf, reader
        self._last = [one for one in embedded if not _is_stamp(one)][-1]
        self._stamps = [one for one in embedded if _is_stamp(one)]
        self._found: dict[int, list[Finding]] = {}

    def judge(self, one: Any, question: Question) -> SignatureVerdict:
        try:
            return judge(self._read(one), question)
        except FormRefused as refused:
            against = finding("form-refused", reason=refused.reason)
        except Exception:  # strangers' bytes again: the parts of a PDF are read when they are needed
            against = finding("form-refused", reason=N_("it cannot be read"))
        return SignatureVerdict(
            holds=False, level="B", signer=None, claimed_at=None, proven_at=None, findings=(against,)
        )

    def _read(self, one: Any) -> Read:
        covered = self._covered(one)
        seen = read_cms(one.pkcs7_content, covered)
        later = [stamp for stamp in self._stamps if stamp.signed_revision > one.signed_revision]
        sound = [stamp for stamp in later if not self._against(stamp)]
        stamps = [Stamp(_token(stamp), self._covered(stamp), "archive") for stamp in sound]
        layers = [self._evidence(stamp.signed_revision) for stamp in sound]
        layers.append(self._evidence(None))
        return Read(
            certificate=seen.certificate,
            uses=seen.uses,
            claimed_at=seen.claimed_at or _claimed(one),
            findings=(*seen.findings, *self._against(one)),
            contents=(SignedPart("", covered),),
            stamps=(*seen.stamps, *stamps),
            layers=(layers[0].plus(seen.evidence), *layers[1:]),
        )

    def _covered(self, one: Any) -> bytes:
        ranges = [int(number) for number in one.byte_range]
        if len(ranges) != 4 or ranges[0] != 0 or min(ranges) < 0:
            raise FormRefused(N_("it covers the file with gaps"))
        _, first, second, length = ranges
        return self._pdf[:first] + self._pdf[second : second + length]

    def _against(self, one: Any) -> list[Finding]:
        """What stands in the file beside what this one covers."""
        key = id(one)
        if key not in self._found:
            self._found[key] = self._look(one)
        return [found for found in self._found[key] if found.code != "signed-over" or one is not self._last]

    def _look(self, one: Any) -> list[Finding]:
        one.compute_integrity_info()
        told = cast(dict[str, Any], one.summarise_integrity_info())
        coverage = cast(SignatureCoverageLevel, told["coverage"])
        result = told.get("diff_result")
        level = cast(ModificationLevel | None, getattr(result, "modification_level", None))
        if _odd_padding(one) or coverage < SignatureCoverageLevel.ENTIRE_REVISION or level is None:
            return [finding("added-later")]
        if level <= ModificationLevel.LTA_UPDATES:
            return []
        # What came after is other signatures and filled-in fields: only before another signature.
        allowed: bool = level.value <= ModificationLevel.FORM_FILLING.value and bool(told["docmdp_ok"])
        return [finding("signed-over") if allowed and one is not self._last else finding("added-later")]

    def _evidence(self, revision: int | None) -> Evidence:
        """The document security store as a revision has it; None: the file as it is."""
        handler: Any = self._reader if revision is None else self._reader.get_historical_resolver(revision)
        try:
            store: Any = DocumentSecurityStore.read_dss(handler)
        except ValidationInfoReadingError:
            return Evidence()
        certificates = tuple(cast(bytes, one.dump()) for one in store.load_certs())
        crls = (bytes(one.get_object().data) for one in store.crls)
        ocsps = (bytes(one.get_object().data) for one in store.ocsps)
        return Evidence(certificates, tuple(crls), tuple(ocsps))


def _is_stamp(one: Any) -> bool:
    return bool(one.sig_object_type == "/DocTimeStamp")


def _claimed(one: Any) -> Any:
    return one.self_reported_timestamp


def _token(one: Any) -> bytes:
    return cast(bytes, _cms.ContentInfo.load(bytes(one.pkcs7_content)).dump())


def _odd_padding(one: Any) -> bool:
    """Whether the room behind the signature holds anything but zeros: no hash covers it."""
    content = bytes(one.pkcs7_content)
    return bool(content[len(_token(one)) :].strip(b"\0"))
