"""Tables of the trust service: what was issued, keys kept for people, lists, and what others vouch for."""

from django.db import models
from django.db.models import F, Q


class Certificate(models.Model):
    """A certificate that one of our authorities issued. Rows stay for ever."""

    authority = models.SlugField(max_length=40, db_index=False)
    serial = models.CharField(max_length=40, help_text="hex, unique at its authority")
    profile = models.SlugField(max_length=20, db_index=False)
    holder = models.CharField(max_length=200, db_index=True)
    subject = models.CharField(max_length=200)
    der = models.BinaryField()
    fingerprint = models.CharField(max_length=64, unique=True, help_text="SHA-256, hex")
    key_digest = models.CharField(
        max_length=64, db_index=True, help_text="SHA-256 of SubjectPublicKeyInfo, hex"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True, default="")
    assurance = models.SlugField(
        max_length=20, db_index=False, help_text="how sure the sign-in was that made it: it signs in no surer"
    )
    key = models.ForeignKey("KeptKey", on_delete=models.SET_NULL, null=True, related_name="certificates")
    revoked_at = models.DateTimeField(null=True)
    reason = models.SlugField(max_length=30, blank=True, default="", db_index=False)
    revoked_by = models.CharField(max_length=200, blank=True, default="")
    renewed_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="renews")
    noticed_at = models.DateTimeField(null=True, help_text="when its holder was told that it ends")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "serial"], name="trust_one_serial"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="trust_ends_after_start"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, reason="") | Q(revoked_at__isnull=False) & ~Q(reason=""),
                name="trust_revoked_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["authority", "revoked_at"],
                condition=Q(revoked_at__isnull=False),
                name="trust_revoked",
            ),
            models.Index(
                fields=["ends_at"],
                condition=Q(revoked_at=None, renewed_by=None, noticed_at=None),
                name="trust_ending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.serial}"


class KeptKey(models.Model):
    """A private key that the house keeps for its holder, sealed under the holder's PIN."""

    holder = models.CharField(max_length=200)
    name = models.CharField(max_length=60)
    public = models.BinaryField(help_text="SubjectPublicKeyInfo")
    salt = models.BinaryField(max_length=16)
    sealed = models.BinaryField(help_text="nonce and PKCS #8, AES-256-GCM under PIN and house secret")
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "name"], condition=Q(closed_at=None), name="trust_one_open_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.name}"


class RevocationList(models.Model):
    """A list of revoked certificates as it was published."""

    authority = models.SlugField(max_length=40, db_index=False)
    number = models.BigIntegerField()
    der = models.BinaryField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "number"], name="trust_one_list")]

    def __str__(self) -> str:
        return f"{self.authority} {self.number}"


class TrustList(models.Model):
    """A signed list of another country's authorities, as one officer proposed and another confirmed it."""

    country = models.CharField(max_length=2)
    name = models.CharField(max_length=200)
    number = models.BigIntegerField(help_text="its sequence number; only newer ones follow")
    made_at = models.DateTimeField(help_text="when its publisher issued it")
    ends_at = models.DateTimeField(help_text="by when its publisher gives the next; then it counts no more")
    source = models.BinaryField(help_text="the signed list as it came")
    digest = models.CharField(max_length=64, unique=True)
    signer = models.CharField(max_length=64, help_text="SHA-256 of the certificate that signed it")
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=200)
    proposed_person = models.CharField(max_length=200, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(confirmed_by=F("proposed_by")),
                name="trust_list_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.number}"


class ForeignAnchor(models.Model):
    """A root or an issuing authority of another country, out of a trust list."""

    trust_list = models.ForeignKey(TrustList, on_delete=models.CASCADE, related_name="anchors")
    name = models.CharField(max_length=200)
    certificate = models.BinaryField()
    uses = models.JSONField(help_text="of people, seals, servers, timestamps")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, help_text="from then on nothing new under it counts")

    def __str__(self) -> str:
        return self.name


class ForeignEvidence(models.Model):
    """A list of revoked certificates of an authority of another country, fetched from its address."""

    address = models.CharField(max_length=500, unique=True)
    der = models.BinaryField()
    fetched_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address


class Preserved(models.Model):
    """How long something that the house keeps can still be proven, and its renewed form where it was."""

    source = models.SlugField(max_length=40, help_text="whose it is: documents, filings, mandates")
    item = models.CharField(max_length=80)
    holder = models.CharField(max_length=200, blank=True, default="")
    form = models.CharField(max_length=10)
    data = models.BinaryField(null=True, help_text="with its archive timestamps; null: as its room keeps it")
    stamped_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(help_text="from then on it cannot be proven unless it was renewed")
    policy = models.CharField(
        max_length=64, blank=True, default="", help_text="SHA-256 of the policy by which its end was reckoned"
    )
    seen_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "item"], name="trust_preserved_once")]
        indexes = [models.Index(fields=["ends_at"], name="trust_preserved_ends")]

    def __str__(self) -> str:
        return f"{self.source}/{self.item}"
