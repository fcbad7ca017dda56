"""What is stored about signing in: who somebody is and how we know, recoveries, limits, browsers.

``models`` gathers these rows with the accounts; they point to an account by its model's name.
"""

from django.db import models
from django.db.models import F, Q

_ACCOUNT = "identity.Account"
_REFERENCE_LENGTH = 200


class Proofing(models.Model):
    """How we came to know that an account is a certain person: who looked, who confirmed, at what."""

    STATES = ("waiting", "confirmed", "refused", "undone")

    account = models.ForeignKey(_ACCOUNT, on_delete=models.CASCADE, null=True, related_name="proofings")
    person = models.CharField(max_length=_REFERENCE_LENGTH, db_index=True)
    way = models.SlugField(max_length=20, db_index=False, help_text="counter, eid or bank")
    level = models.SlugField(max_length=20, db_index=False, help_text="low, substantial or high")
    evidence = models.JSONField(default=dict, help_text="what was looked at, such as the kind of card")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.SlugField(max_length=20, default="waiting")
    asked_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="identity_one_waiting_proofing"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="identity_proofing_by_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Recovery(models.Model):
    """Somebody who lost what they sign in with asks for their account back."""

    account = models.ForeignKey(_ACCOUNT, on_delete=models.CASCADE, related_name="recoveries")
    way = models.SlugField(max_length=20, db_index=False, help_text="letter or counter")
    state = models.SlugField(max_length=20, default="waiting")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    secret = models.BinaryField(max_length=32, help_text="SHA-256 of what its owner brings back")
    cancel = models.BinaryField(max_length=32, help_text="SHA-256 of what stops it")
    attempts = models.PositiveSmallIntegerField(default=0)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.SlugField(max_length=40, blank=True, default="", db_index=False)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state__in=["asked", "waiting"]),
                name="identity_one_open_recovery",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="identity_recovery_by_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SetUpCode(models.Model):
    """A code that was handed to somebody, eye to eye, to set up the first second step of their account."""

    account = models.OneToOneField(_ACCOUNT, on_delete=models.CASCADE, related_name="set_up_code")
    secret = models.BinaryField(max_length=32, help_text="SHA-256 of the code")
    handed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Limit(models.Model):
    """When a source of attempts may try again; one row for each, shared by all processes."""

    key = models.CharField(primary_key=True, max_length=120)
    taken = models.PositiveIntegerField()
    free_at = models.DateTimeField(help_text="when its attempts are forgotten")

    def __str__(self) -> str:
        return self.key


class KnownDevice(models.Model):
    """A browser in which an account signed in before; it carries a random mark in a cookie."""

    account = models.ForeignKey(_ACCOUNT, on_delete=models.CASCADE, related_name="known_devices")
    mark = models.BinaryField(max_length=32, help_text="SHA-256 of the cookie")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "mark"], name="identity_known_device")]

    def __str__(self) -> str:
        return str(self.pk)


class Challenge(models.Model):
    """A text that is signed with a certificate, once, to sign in."""

    key = models.CharField(primary_key=True, max_length=64)
    text = models.TextField()
    bound_to = models.BinaryField(
        max_length=32, help_text="SHA-256 of the session that asked; zeros for the API"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class OutsideIdentity(models.Model):
    """An account at an outside OpenID provider that signs in to an account here."""

    account = models.ForeignKey(_ACCOUNT, on_delete=models.CASCADE, related_name="outside_identities")
    provider = models.SlugField(max_length=40)
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    person = models.CharField(
        max_length=200, blank=True, default="", help_text="whom it names, where it names a person"
    )
    level = models.SlugField(
        max_length=20, default="substantial", db_index=False,
        help_text="how sure the session was that linked it: it signs in no surer, unless it names the person",
    )  # fmt: skip
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_outside_once"),
            models.UniqueConstraint(fields=["account", "provider"], name="identity_outside_one_each"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.pk}"


class SeenToken(models.Model):
    """A token of an outside provider that works once, such as the one that ends sessions."""

    issuer = models.CharField(max_length=300)
    jti = models.CharField(max_length=255)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "jti"], name="identity_token_seen_once")]

    def __str__(self) -> str:
        return str(self.pk)
