"""Mandates: one party lets another act for it, within limits, until it ends or is revoked."""

from django.db import models
from django.db.models import F, Q

_REFERENCE_LENGTH = 200


class GrantedMandate(models.Model):
    """Stored mandates. What a company's officers may do is not here: that the companies register knows."""

    code = models.CharField(max_length=20, unique=True)
    principal = models.CharField(max_length=_REFERENCE_LENGTH, db_index=True, help_text="who is acted for")
    principal_name = models.CharField(max_length=200)
    agent = models.CharField(max_length=_REFERENCE_LENGTH, db_index=True, help_text="who may act")
    agent_name = models.CharField(max_length=200)
    scopes = models.JSONField(help_text="what for, such as trade")
    limit_minor = models.BigIntegerField(null=True, blank=True, help_text="most that one filing may be worth")
    limit_currency = models.CharField(max_length=3, blank=True, default="")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=_REFERENCE_LENGTH)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    end = models.SlugField(max_length=20, blank=True, default="", help_text="declined, revoked or returned")
    end_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["-granted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="mandates_span"
            ),
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="mandates_two_parties"),
            models.CheckConstraint(
                condition=Q(limit_minor=None, limit_currency="")
                | (Q(limit_minor__gt=0) & ~Q(limit_currency="")),
                name="mandates_limit_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.code
