"""Signatures under mandates and of officers together, for the trust service to renew their proof."""

from collections.abc import Sequence

from onewindow.blocks.mandates.models import JointSignature, MandateSignature
from onewindow.blocks.trust.types import KeptSignature


class KeptMandates:
    """Fulfils ``trust.ports.KeptSignatures``."""

    def listed(self, *, after: str, limit: int) -> Sequence[KeptSignature]:
        """By number; what the register itself says has no signature."""
        rows = MandateSignature.objects.filter(pk__gt=int(after or 0)).exclude(jws="").order_by("pk")
        found = rows.values_list("pk", "signer")[:limit]
        return [KeptSignature(item=str(number), holder=signer, form="jades") for number, signer in found]

    def read(self, *, item: str) -> bytes | None:
        """The signature as it was made."""
        found = MandateSignature.objects.filter(pk=int(item)).values_list("jws", flat=True).first()
        return found.encode() if found else None


class KeptJointSignatures:
    """Fulfils ``trust.ports.KeptSignatures``: what officers of a company signed together.

    A case's withdrawal, amendment, answer, agreement or confirmation, a filing, an employee's powers. What
    they grant and accept is with the mandate; what was not completed took no effect, and needs no proof.
    """

    def listed(self, *, after: str, limit: int) -> Sequence[KeptSignature]:
        """By number."""
        rows = JointSignature.objects.filter(pk__gt=int(after or 0), act__state="complete").exclude(jws="")
        rows = rows.exclude(act__kind__in=("grant", "accept")).order_by("pk")
        found = rows.values_list("pk", "person")[:limit]
        return [KeptSignature(item=str(number), holder=person, form="jades") for number, person in found]

    def read(self, *, item: str) -> bytes | None:
        """The signature as it was made."""
        found = JointSignature.objects.filter(pk=int(item)).values_list("jws", flat=True).first()
        return found.encode() if found else None
