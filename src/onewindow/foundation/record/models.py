"""The tables of the record. Triggers in the first migration keep them append-only."""

from django.db import models


class EntryRow(models.Model):
    """An entry: what it says can be erased, its leaf cannot."""

    kind = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    actor = models.CharField(max_length=200, null=True)
    at = models.DateTimeField()
    # Canonical text, not jsonb: the hash is over these bytes. Encrypted under a key that lies apart; entries
    # of earlier versions have it in ``payload`` and ``salt``.
    sealed = models.BinaryField(null=True)
    secret = models.UUIDField(null=True)
    payload = models.TextField(null=True)
    salt = models.BinaryField(null=True)
    leaf = models.TextField()
    # Set once, by the sequencer. A counter taken by the inserting transaction would make them wait for
    # each other.
    leaf_index = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="record_subject"),
            models.Index(fields=["id"], name="record_unsequenced", condition=models.Q(leaf_index=None)),
        ]


class Tile(models.Model):
    """Up to 256 hashes of one level of the tree (C2SP tlog-tiles). It grows until it is full."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="record_one_tile")]


class CheckpointRow(models.Model):
    """Every head that was ever signed."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()
