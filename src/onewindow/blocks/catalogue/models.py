"""Versions of packages, kept whole, so that a running case can stay on the one it started with."""

from django.db import models


class PackageVersion(models.Model):
    """One version of one service, with every file."""

    service = models.CharField(max_length=130)  # agency/service
    version = models.CharField(max_length=64)
    files = models.JSONField()
    imported_at = models.DateTimeField()
    serial = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("service", "version"), name="catalogue_one_row_a_version"),
            models.UniqueConstraint(fields=("service", "serial"), name="catalogue_one_version_a_serial"),
        )

    def __str__(self) -> str:
        return f"{self.service}@{self.version[:12]}"


class Service(models.Model):
    """A service and which of its versions new cases start with; none once it is retired."""

    key = models.CharField(max_length=130, primary_key=True)
    current = models.ForeignKey(PackageVersion, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key
