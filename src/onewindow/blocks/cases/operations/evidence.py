"""Keeps the signature under a filing as evidence, in the transaction of the filing."""

import hashlib

from onewindow.blocks.cases.errors import SignatureUsed
from onewindow.blocks.cases.models import Case, FilingSignature, Happening
from onewindow.blocks.cases.process import entry_of
from onewindow.blocks.cases.signing import FiledSignature
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock


def keep_signature(case: Case, signed: FiledSignature) -> None:
    """Keep it beside the case, tell it in the story, and put its digest into the record.

    :raises SignatureUsed: the same was filed before.
    """
    if FilingSignature.objects.filter(statement_sha256=signed.statement_sha256).exists():
        raise SignatureUsed(field="signature")
    FilingSignature.objects.create(
        case=case, form=signed.form, level=signed.level, signer=signed.signer, issuer=signed.issuer,
        person=signed.person.text, signed_at=signed.signed_at, proven=signed.proven, data=signed.data,
        statement_sha256=signed.statement_sha256,
    )  # fmt: skip
    told = Happening.objects.create(
        case=case, at=clock.now(), kind="signed", by=case.filed_by,
        detail={
            "form": signed.form, "level": signed.level, "signer": signed.signer,
            "signature_sha256": hashlib.sha256(signed.data).hexdigest(),
        },
    )  # fmt: skip
    record.append_all(entries=[entry_of(case, told)])
