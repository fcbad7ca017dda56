"""Legal holds."""

from django.db import models
from django.db.models import F, Q


class Hold(models.Model):
    """Nothing about the subject is disposed of while this is in force."""

    subject = models.CharField(max_length=200)
    agency = models.SlugField(max_length=80)
    reason = models.CharField(max_length=1000)
    asked_by = models.CharField(max_length=80, help_text="slug of the account")
    asked_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=80, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lift_asked_by = models.CharField(max_length=80, blank=True, default="")
    lift_reason = models.CharField(max_length=1000, blank=True, default="")
    lifted_by = models.CharField(max_length=80, blank=True, default="")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["subject"], condition=Q(lifted_at=None), name="holdings_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("asked_by")), name="holdings_hold_by_two"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by="") | ~Q(lifted_by=F("lift_asked_by")), name="holdings_lift_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.reason[:40]}"
