"""Systems that use the sign-on, and what people let them know.

The protocol's own rows, clients and tokens, are django-allauth's; what it cannot say stands here. Nothing
points at its tables by a foreign key: ``client_id`` is the key of its row.
"""

from django.db import models
from django.db.models import Q

from onewindow.blocks.identity.models import Account, Agency
from onewindow.kernel.localised import Localised

_CLIENT_LENGTH = 100
_DIGEST_LENGTH = 64


class System(models.Model):
    """A program of an agency, or of a private body, in which people sign in with this window."""

    client_id = models.SlugField(primary_key=True, max_length=_CLIENT_LENGTH)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    names = models.JSONField(help_text="language to name")
    purposes = models.JSONField(help_text="language to a sentence: what for")
    way = models.CharField(max_length=30, help_text="how it says who it is")
    secret_digest = models.BinaryField(max_length=32, null=True, help_text="SHA-256 of 256 random bits")
    keys = models.JSONField(default=list, help_text="public keys, as of a JWK set")
    redirect_uris = models.JSONField(default=list)
    after_logout_uris = models.JSONField(default=list)
    logout_uri = models.CharField(max_length=500, blank=True, default="", help_text="back channel")
    scopes = models.JSONField(default=list)
    assurance = models.SlugField(max_length=20, db_index=False, help_text="the weakest sign-in that will do")
    pushed = models.BooleanField(default=False, help_text="takes pushed requests only (RFC 9126)")
    trusted = models.BooleanField(default=False, help_text="by agreement: told, not asked")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["client_id"]

    def __str__(self) -> str:
        return self.client_id

    @property
    def name(self) -> Localised:
        return Localised(self.names)

    @property
    def purpose(self) -> Localised:
        return Localised(self.purposes)

    @property
    def is_private(self) -> bool:
        """Whether a body outside the state runs it: it knows people by subjects of its own."""
        return self.agency.level == "private"


class Proposal(models.Model):
    """What an administrator asks for a system; a second person approves it, or it does not hold."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    client_id = models.SlugField(max_length=_CLIENT_LENGTH)
    terms = models.JSONField(help_text="as ``types.Terms``")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.SlugField(
        max_length=20, blank=True, default="", help_text="approved, refused; empty: open"
    )

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["client_id"], condition=Q(outcome=""), name="openid_one_open_proposal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.outcome}"


class KeptRequest(models.Model):
    """A request that was pushed, or that waits while its person signs in or consents."""

    digest = models.CharField(primary_key=True, max_length=_DIGEST_LENGTH)
    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="+")
    parameters = models.JSONField()
    pushed = models.BooleanField(help_text="came by the back channel")
    waits = models.BooleanField(help_text="its person is under way")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.digest[:8]


class Visit(models.Model):
    """A session of ours in which somebody went on to systems: the ``sid`` of their tokens."""

    sid = models.CharField(max_length=32, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, db_index=True)
    began_at = models.DateTimeField()
    missing_since = models.DateTimeField(null=True, help_text="the session was looked for and not found")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(ended_at=None), name="openid_visit_open")]

    def __str__(self) -> str:
        return self.sid


class Grant(models.Model):
    """One sign-in to a system: its code, and all tokens that come of it."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="grants")
    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    scopes = models.JSONField()
    assurance = models.SlugField(max_length=20, db_index=False)
    methods = models.JSONField(help_text="RFC 8176")
    authenticated_at = models.DateTimeField()
    nonce = models.CharField(max_length=500, blank=True)
    code_digest = models.CharField(max_length=_DIGEST_LENGTH, unique=True)
    challenge = models.CharField(max_length=43, help_text="RFC 7636, S256")
    redirect_uri = models.CharField(max_length=500)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, help_text="the code was exchanged")
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Consent(models.Model):
    """What somebody lets a system know; of a trusted one, that they were told."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="+")
    scopes = models.JSONField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "system"],
                condition=Q(withdrawn_at=None),
                name="openid_one_open_consent",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Subject(models.Model):
    """By which name a sector knows an account: random, kept for ever, never given to another."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    sector = models.CharField(max_length=100)
    value = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "sector"], name="openid_one_subject_in_a_sector")
        ]

    def __str__(self) -> str:
        return self.sector


class UsedAssertion(models.Model):
    """An assertion that a system used; it works once (RFC 7523 §3, ``jti``)."""

    digest = models.CharField(primary_key=True, max_length=_DIGEST_LENGTH)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]


class LogoutNotice(models.Model):
    """A system is told that a visit ended; kept until it heard."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="+")
    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "system"], name="openid_one_notice_of_a_visit")
        ]

    def __str__(self) -> str:
        return str(self.pk)
