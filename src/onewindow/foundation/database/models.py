"""What the database says about itself."""

from django.db import models


class Prepared(models.Model):
    """By which program, country and services this database was prepared; one row.

    It lies in the database, so that it tells the truth also after a restore.
    """

    only = models.BooleanField(primary_key=True, default=True)
    fingerprint = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.fingerprint
