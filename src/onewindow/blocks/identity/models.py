"""Accounts, agencies with their offices, posts, absences and tokens.

No facts about people and companies: those are register entries, and an account points to its person by a
reference such as ``register/people/19880412-0017``.
"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from onewindow.blocks.identity.rows import (
    Challenge,
    KnownDevice,
    Limit,
    OutsideIdentity,
    Proofing,
    Recovery,
    SeenToken,
    SetUpCode,
)
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference

__all__ = [
    "Absence",
    "Account",
    "AccountManager",
    "Agency",
    "ApiToken",
    "Appointment",
    "Challenge",
    "DemoAccount",
    "KnownDevice",
    "Limit",
    "LoadedFolder",
    "Office",
    "OutsideIdentity",
    "Proofing",
    "Recovery",
    "Role",
    "SeenToken",
    "SetUpCode",
    "SignedIn",
]

_REFERENCE_LENGTH = 200
_SLUG_LENGTH = 80


class Agency(models.Model):
    """A body that offers services or takes part in them: a ministry, an agency, a municipality, a bank."""

    slug = models.SlugField(primary_key=True, max_length=_SLUG_LENGTH)
    names = models.JSONField(help_text="language to name")
    level = models.SlugField(max_length=40, default="national")
    code = models.CharField(max_length=20, blank=True, default="", help_text="such as a bank's code")
    calendar = models.SlugField(max_length=_SLUG_LENGTH, help_text="name of a working calendar")
    zone = models.CharField(max_length=60, default="UTC", help_text="IANA time zone of its civil dates")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> Localised:
        return Localised(self.names)


class Office(models.Model):
    """A place of an agency where officers work: a directorate, a counter, a branch."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="offices")
    slug = models.SlugField(max_length=_SLUG_LENGTH)
    names = models.JSONField(help_text="language to name")
    code = models.CharField(max_length=20, blank=True, default="", help_text="such as a bank branch's code")
    address = models.CharField(max_length=300, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="nobody is appointed there any more")

    class Meta:
        ordering = ["agency", "slug"]
        constraints = [models.UniqueConstraint(fields=["agency", "slug"], name="identity_office_slug")]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.slug}"

    @property
    def name(self) -> Localised:
        return Localised(self.names)


class Role(models.Model):
    """What an officer does in an office: registrar, technical officer. The names are shown to people."""

    slug = models.SlugField(primary_key=True, max_length=_SLUG_LENGTH)
    names = models.JSONField(help_text="language to name")
    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="that has it"
    )

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class DutyPair(models.Model):
    """Two roles that one person may not have together at one agency; at any, where none is named."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    one = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "one", "other"], name="identity_pair_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="identity_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by its email address, whatever the case of its letters."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who can sign in. One for everything: a citizen, a trader, an officer."""

    slug = models.SlugField(max_length=_SLUG_LENGTH, unique=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    person = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="", db_index=True)
    language = models.CharField(max_length=10, default="en")
    proofing = models.SlugField(
        max_length=20, default="low", db_index=False, help_text="how sure it is who this is"
    )
    short_password = models.BooleanField(default=False, help_text="too short to stand alone")
    had_second_step = models.BooleanField(
        default=False,
        db_default=False,
        help_text="an app or a passkey was there since it was last given back",
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    # SignedIn keeps when and where somebody signed in; a second write of it with each sign-in says less.
    last_login = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = AccountManager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(models.functions.Lower("email"), name="identity_account_email"),
            models.UniqueConstraint(
                fields=["person"], condition=~Q(person=""), name="identity_account_one_per_person"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def reference(self) -> Reference:
        return Reference.of("account", self.slug)

    @property
    def person_reference(self) -> Reference | None:
        return Reference(self.person) if self.person else None

    def get_full_name(self) -> str:
        return self.name


class Appointment(models.Model):
    """A post: an account holds a role in an office of an agency, for a time."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="appointments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="appointments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    appointed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["account", "office", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "office", "role"],
                condition=Q(ends_at=None),
                name="identity_one_open_appointment",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="identity_appointment_ends_late",
            ),
        ]
        indexes = [models.Index(fields=["office", "role"])]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role_id} {self.office_id}"


class Absence(models.Model):
    """From the first to the last day a substitute holds the posts of an absent officer at one agency."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    absent = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="substitutions")
    first_day = models.DateField()
    last_day = models.DateField()
    arranged_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="identity_absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("substitute")), name="identity_absence_covered_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absent_id} {self.first_day} {self.last_day}"


class AccessReview(models.Model):
    """An agency says of each of its posts whether it is still needed."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(help_text="what nobody confirmed then lapses")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(closed_at=None), name="identity_one_running_review"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.opened_at}"


class ReviewedPost(models.Model):
    """One post in a review, and what was said of it."""

    review = models.ForeignKey(AccessReview, on_delete=models.CASCADE, related_name="posts")
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="+")
    answer = models.SlugField(
        max_length=10, blank=True, default="", help_text="confirmed, ended, lapsed, or kept"
    )
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["appointment"]
        constraints = [
            models.UniqueConstraint(fields=["review", "appointment"], name="identity_reviewed_once")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.appointment_id}"


class ApiToken(models.Model):
    """A key for programs. Only a digest is kept; the secret is shown once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=20, unique=True, help_text="the public first part of the token")
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of the secret, which has 256 random bits")
    scopes = models.JSONField(default=list)
    assurance = models.SlugField(max_length=20, db_index=False, help_text="of the sign-in that made it")
    acting_for = models.CharField(max_length=2 * _REFERENCE_LENGTH + 1, blank=True, default="")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.key


class SignedIn(models.Model):
    """A session of an account, so that its owner sees where they are signed in and can end it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="signed_in")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=200, blank=True, help_text="what the browser says that it is")
    method = models.SlugField(max_length=30, blank=True, default="", db_index=False)
    level = models.SlugField(max_length=20, blank=True, default="", db_index=False)
    place = models.CharField(max_length=60, blank=True, default="", help_text="the network it came from")
    provider = models.SlugField(max_length=40, blank=True, default="", db_index=False)
    outside_subject = models.CharField(max_length=255, blank=True, default="")
    outside_session = models.CharField(max_length=255, blank=True, default="")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class DemoAccount(models.Model):
    """An account of the demonstration that one click signs in to; rows exist only where it was loaded."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="demo")
    position = models.PositiveSmallIntegerField()
    group = models.SlugField(max_length=40)
    titles = models.JSONField(help_text="language to a few words: who this is")
    descriptions = models.JSONField(help_text="language to a sentence: what one can do here")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.account_id)


class LoadedFolder(models.Model):
    """What was loaded last from a folder of data, so that an unchanged folder costs nothing."""

    name = models.SlugField(primary_key=True, max_length=_SLUG_LENGTH)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
