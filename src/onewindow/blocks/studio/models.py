"""Drafts of packages, proposals to retire a service, and what was found when a package was published."""

from django.db import models


class Draft(models.Model):
    """A package under work. Every save is a new revision; the files are whole.

    ``base`` is the version that it began from, empty for a new service. ``authors`` are all accounts that
    changed it: none of them may publish it.
    """

    service = models.CharField(max_length=130)  # agency/service
    base = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=500, blank=True)
    files = models.JSONField()
    authors = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=12, default="open")  # open, published, discarded
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.CharField(max_length=64, blank=True)
    closed_by = models.CharField(max_length=130, blank=True)
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    found = models.JSONField(null=True)  # counts of findings and of the tests when it was published

    class Meta:
        indexes = (models.Index(fields=("service", "status"), name="studio_drafts_of_a_service"),)

    def __str__(self) -> str:
        return f"{self.service}#{self.pk}"


class Simulation(models.Model):
    """A simulation of a service or of a draft, asked for at the desk and run by the worker.

    ``files`` are those of a draft; empty for a version. ``study`` is the whole report as JSON.
    """

    service = models.CharField(max_length=130)
    version = models.CharField(max_length=64)
    draft = models.PositiveBigIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)
    files = models.JSONField(null=True)
    cases = models.PositiveIntegerField(null=True)
    seed = models.PositiveIntegerField(default=1)
    changes = models.JSONField(default=list)  # [[kind, written], …]
    status = models.CharField(max_length=12, default="waiting")  # waiting, done, failed
    problem = models.TextField(blank=True)
    study = models.JSONField(null=True)
    asked_by = models.CharField(max_length=130)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("service", "draft", "-asked_at"), name="studio_simulations"),)

    def __str__(self) -> str:
        return f"{self.service}: {self.status}"


class Retirement(models.Model):
    """A proposal to offer a service no longer, which a second person confirms."""

    service = models.CharField(max_length=130)
    reason = models.CharField(max_length=1000)
    proposed_by = models.CharField(max_length=130)
    proposed_at = models.DateTimeField()
    status = models.CharField(max_length=12, default="open")  # open, confirmed, taken-back
    closed_by = models.CharField(max_length=130, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("service",), condition=models.Q(status="open"), name="studio_one_open_retirement"
            ),
        )

    def __str__(self) -> str:
        return f"{self.service}: {self.status}"
