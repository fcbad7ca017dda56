"""Questions about looks, consents, objections and exports."""

from django.db import models
from django.db.models import F, Q

_REFERENCE_LENGTH = 200
_SLUG_LENGTH = 80


class Question(models.Model):
    """Somebody asks why their data was looked at."""

    code = models.CharField(max_length=20, unique=True)
    line = models.BigIntegerField(help_text="the access line that it is about")
    concerned = models.CharField(max_length=_REFERENCE_LENGTH)
    asked_by = models.CharField(max_length=_SLUG_LENGTH, help_text="slug of the account")
    agency = models.SlugField(max_length=_SLUG_LENGTH, help_text="who has to answer")
    text = models.CharField(max_length=2000)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    status = models.SlugField(max_length=12, default="open", help_text="open, answered, escalated or closed")
    answer = models.CharField(max_length=4000, blank=True, default="")
    finding = models.SlugField(max_length=12, blank=True, default="", help_text="justified or unjustified")
    answered_by = models.CharField(max_length=_SLUG_LENGTH, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    escalated_because = models.SlugField(max_length=12, blank=True, default="", help_text="late or disagreed")
    escalated_at = models.DateTimeField(null=True, blank=True)
    ruling = models.CharField(max_length=4000, blank=True, default="", help_text="the ombudsman's words")
    ruled_by = models.CharField(max_length=_SLUG_LENGTH, blank=True, default="")
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["line", "concerned"], name="privacy_one_question_a_line")
        ]
        indexes = [
            models.Index(fields=["concerned", "-asked_at"], name="privacy_question_of"),
            models.Index(fields=["agency", "status", "due_at"], name="privacy_question_at"),
        ]

    def __str__(self) -> str:
        return self.code


class Consent(models.Model):
    """Somebody lets an agency use their data for something that it could not do otherwise."""

    person = models.CharField(max_length=_REFERENCE_LENGTH)
    use = models.SlugField(max_length=_SLUG_LENGTH)
    given_by = models.CharField(max_length=_SLUG_LENGTH)
    given_at = models.DateTimeField()
    until = models.DateField()
    withdrawn_by = models.CharField(max_length=_SLUG_LENGTH, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "use"], condition=Q(withdrawn_at=None), name="privacy_one_consent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.use}"


class Objection(models.Model):
    """Somebody objects to a use that the law leaves optional; it rests while the agency decides."""

    code = models.CharField(max_length=20, unique=True)
    person = models.CharField(max_length=_REFERENCE_LENGTH)
    use = models.SlugField(max_length=_SLUG_LENGTH)
    agency = models.SlugField(max_length=_SLUG_LENGTH)
    reason = models.CharField(max_length=2000)
    raised_by = models.CharField(max_length=_SLUG_LENGTH)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    status = models.SlugField(max_length=12, default="open", help_text="open, upheld, rejected or withdrawn")
    grounds = models.CharField(max_length=4000, blank=True, default="")
    decided_by = models.CharField(max_length=_SLUG_LENGTH, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at"]
        indexes = [models.Index(fields=["agency", "status", "due_at"], name="privacy_objection_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "use"],
                condition=Q(status__in=["open", "upheld"]),
                name="privacy_one_objection",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Erasure(models.Model):
    """Somebody is to be erased before the term: one officer asks, another one confirms or refuses."""

    code = models.CharField(max_length=20, unique=True)
    person = models.CharField(max_length=_REFERENCE_LENGTH)
    agency = models.SlugField(max_length=_SLUG_LENGTH)
    law = models.CharField(max_length=300, help_text="the legal basis")
    status = models.SlugField(max_length=12, default="asked", help_text="asked, done, refused or withdrawn")
    asked_by = models.CharField(max_length=_SLUG_LENGTH)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=_SLUG_LENGTH, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    grounds = models.CharField(max_length=4000, blank=True, default="", help_text="why it was refused")
    erased = models.JSONField(default=dict, help_text="model to rows that went")

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["agency", "-asked_at"], name="privacy_erasure_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(status="asked"), name="privacy_one_erasure"
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | ~Q(decided_by__in=["", F("asked_by")]),
                name="privacy_erasure_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Export(models.Model):
    """Everything that is held about somebody, made by a job and fetched within days."""

    code = models.CharField(max_length=20, unique=True)
    account = models.CharField(max_length=_SLUG_LENGTH)
    person = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    archive = models.BinaryField(null=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["account", "-asked_at"], name="privacy_export_of")]

    def __str__(self) -> str:
        return self.code


class Answered(models.Model):
    """A request that was carried out, under its caller's key, so that it is never carried out twice."""

    caller = models.CharField(max_length=_SLUG_LENGTH)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    code = models.CharField(max_length=20, help_text="of the question, objection or export")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="privacy_answered_once")]

    def __str__(self) -> str:
        return self.key
