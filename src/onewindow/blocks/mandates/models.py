"""Mandates: one party lets another act for it, within limits, until it ends or is revoked."""

from django.db import models
from django.db.models import F, Q

_REFERENCE_LENGTH = 200


def _limit_has_currency(name: str) -> models.CheckConstraint:
    none = Q(limit_minor=None, total_minor=None, limit_currency="")
    some = (Q(limit_minor__gt=0) | Q(limit_minor=None)) & (Q(total_minor__gt=0) | Q(total_minor=None))
    return models.CheckConstraint(condition=none | (some & ~Q(limit_currency="")), name=name)


class GrantedMandate(models.Model):
    """Stored mandates. What a company's officers may do is not here: that the companies register knows."""

    code = models.CharField(max_length=20, unique=True)
    principal = models.CharField(max_length=_REFERENCE_LENGTH, db_index=True, help_text="who is acted for")
    principal_name = models.CharField(max_length=200)
    agent = models.CharField(max_length=_REFERENCE_LENGTH, db_index=True, help_text="who may act")
    agent_name = models.CharField(max_length=200)
    scopes = models.JSONField(help_text="what for, such as trade")
    services = models.JSONField(default=list, help_text="only these; empty for all")
    agencies = models.JSONField(default=list, help_text="only services of these; empty for all")
    limit_minor = models.BigIntegerField(null=True, blank=True, help_text="most that one filing may be worth")
    total_minor = models.BigIntegerField(null=True, blank=True, help_text="most that all may be worth")
    limit_currency = models.CharField(max_length=3, blank=True, default="")
    may_delegate = models.BooleanField(default=False, help_text="the agent may hand a part of it on")
    parent = models.CharField(max_length=20, blank=True, default="", help_text="of which it hands a part on")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=_REFERENCE_LENGTH)
    signed_at = models.DateTimeField(null=True, blank=True, help_text="when all who must sign had")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    end = models.SlugField(max_length=20, blank=True, default="", help_text="declined, revoked, returned …")
    end_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["-granted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="mandates_span"
            ),
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="mandates_two_parties"),
            _limit_has_currency("mandates_limit_has_currency"),
        ]

    def __str__(self) -> str:
        return self.code


class MandateSignature(models.Model):
    """What one side signed of a mandate: kept as it was signed, so that anybody can verify it later."""

    mandate = models.ForeignKey(GrantedMandate, on_delete=models.PROTECT, related_name="signatures")
    act = models.SlugField(max_length=10, help_text="grant, accept or end")
    signer = models.CharField(max_length=_REFERENCE_LENGTH)
    name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    jws = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["signed_at"]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.act}"


class Employee(models.Model):
    """Somebody whom a company lets act for it, or for those who gave it a mandate; within limits."""

    code = models.CharField(max_length=20, unique=True)
    company = models.CharField(max_length=_REFERENCE_LENGTH, db_index=True)
    person = models.CharField(max_length=_REFERENCE_LENGTH, db_index=True)
    name = models.CharField(max_length=200, help_text="as the company calls them")
    own = models.BooleanField(default=False, help_text="acts for the company itself, too")
    everyone = models.BooleanField(default=False, help_text="acts for all principals, also those to come")
    principals = models.JSONField(default=list, help_text="for whom of its principals, where not for all")
    scopes = models.JSONField()
    services = models.JSONField(default=list)
    agencies = models.JSONField(default=list)
    limit_minor = models.BigIntegerField(null=True, blank=True)
    total_minor = models.BigIntegerField(null=True, blank=True)
    limit_currency = models.CharField(max_length=3, blank=True, default="")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    named_by = models.CharField(max_length=_REFERENCE_LENGTH)
    named_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True, help_text="when all who must sign had")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "person"], condition=Q(ended_at=None), name="mandates_employee_once"
            ),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="mandates_employee_span"
            ),
            _limit_has_currency("mandates_employee_limit"),
        ]

    def __str__(self) -> str:
        return self.code


class JointAct(models.Model):
    """Something that a company does when several of its officers have signed it, and not before."""

    code = models.CharField(max_length=20, unique=True)
    company = models.CharField(max_length=_REFERENCE_LENGTH, db_index=True)
    company_name = models.CharField(max_length=200)
    kind = models.SlugField(max_length=10, help_text="such as grant, accept, employ, file, act")
    subject = models.CharField(max_length=_REFERENCE_LENGTH)
    scope = models.CharField(max_length=2000, help_text="the officers' powers that it takes, with spaces")
    statement = models.JSONField(help_text="what is signed, word for word")
    shown = models.JSONField(default=list, help_text="the same for people: label and text")
    opened_by = models.CharField(max_length=_REFERENCE_LENGTH)
    opened_by_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    deadline = models.DateTimeField()
    state = models.SlugField(max_length=10, default="open")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind"], condition=Q(state="open"), name="mandates_one_open_act"
            )
        ]
        indexes = [models.Index(fields=["deadline"], condition=Q(state="open"), name="mandates_act_deadline")]

    def __str__(self) -> str:
        return self.code


class JointSignature(models.Model):
    """One officer's signature under a joint act."""

    act = models.ForeignKey(JointAct, on_delete=models.CASCADE, related_name="signatures")
    person = models.CharField(max_length=_REFERENCE_LENGTH)
    account = models.CharField(max_length=_REFERENCE_LENGTH)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=80, blank=True, default="")
    signed_at = models.DateTimeField()
    jws = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["signed_at"]
        constraints = [models.UniqueConstraint(fields=["act", "person"], name="mandates_signs_once")]

    def __str__(self) -> str:
        return f"{self.act_id} {self.person}"


class Use(models.Model):
    """What a filing was worth, counted against a mandate or an employee's limit."""

    right = models.CharField(max_length=20, help_text="code of the mandate or of the employee")
    subject = models.CharField(max_length=_REFERENCE_LENGTH, help_text="such as case/<number>")
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["right", "subject"], name="mandates_use_once")]

    def __str__(self) -> str:
        return f"{self.right} {self.subject}"
