"""Keys that have been used: a job deferred under a key is deferred once for ever."""

from django.db import models


class UsedKey(models.Model):
    """One line for each key that a job was deferred with."""

    job = models.CharField(max_length=100)
    key = models.CharField(max_length=250)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "key"], name="jobs_used_key")]

    def __str__(self) -> str:
        return f"{self.job} {self.key}"
