"""Registers, their facts in two times, what is searched, and who looked.

A fact row says what is true of an entry from a moment on, until the moment at which the entry's next row begins.
No row says when it ends, so two rows cannot overlap: PostgreSQL would have to hold two rows that begin at the
same moment, which the unique index refuses (docs/adr/0017). Rows are never changed but for ``recorded_until``:
a correction closes the old row and adds new ones.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

_REFERENCE_LENGTH = 200
_KEY_LENGTH = 120


class Register(models.Model):
    """A register as its owner agency declared it."""

    slug = models.SlugField(primary_key=True, max_length=80)
    owner = models.SlugField(max_length=80)
    declaration = models.JSONField()
    digest = models.CharField(max_length=64, help_text="of the declaration; readers notice a change by it")
    revision = models.BigIntegerField(default=0, help_text="of an open register: grows with each change")
    loaded = models.CharField(max_length=64, blank=True, default="", help_text="digest of what was loaded")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Fact(models.Model):
    """The values of an entry from ``valid_from`` on, as known in [recorded_from, recorded_until)."""

    register = models.SlugField(max_length=80, db_index=False)
    key = models.CharField(max_length=_KEY_LENGTH)
    values = models.JSONField(null=True, blank=True, help_text="null: from here on nothing is said of it")
    valid_from = models.DateTimeField(help_text="until the entry's next row known at the same time begins")
    recorded_from = models.DateTimeField()
    recorded_until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=_REFERENCE_LENGTH, help_text="who or what says so")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "key", "valid_from"],
                condition=Q(recorded_until=None),
                name="registers_fact_known",
            ),
            models.CheckConstraint(
                condition=Q(recorded_until=None) | Q(recorded_until__gte=F("recorded_from")),
                name="registers_fact_recorded_span",
            ),
        ]
        indexes = [
            models.Index(
                fields=["register", "key", "recorded_until"],
                condition=~Q(recorded_until=None),
                name="registers_fact_past",
            )
        ]

    def __str__(self) -> str:
        return f"{self.register}/{self.key}"


class SearchEntry(models.Model):
    """One row per entry as it stands now: what is typed to find it, and in which order it is listed.

    ``words`` holds search keys computed in Python (no accents, one case, one script), never by the server.
    """

    register = models.SlugField(max_length=80, db_index=False)
    key = models.CharField(max_length=_KEY_LENGTH)
    weight = models.SmallIntegerField(default=0, help_text="larger is listed first")
    # The same order on every server: the keys are computed for comparison byte by byte.
    sort_key = models.CharField(max_length=200, db_collation="C")
    labels = models.JSONField(help_text="language to label; the empty language fits all")
    words = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "key"], name="registers_search_entry")]
        indexes = [
            GinIndex(fields=["words"], name="registers_search_words", fastupdate=False),
            models.Index(fields=["register", "-weight", "sort_key"], name="registers_search_order"),
        ]

    def __str__(self) -> str:
        return f"{self.register}/{self.key}"


class Link(models.Model):
    """An entry's attribute that names another entry, as it stands now: a company's officer names a person."""

    register = models.SlugField(max_length=80, db_index=False)
    key = models.CharField(max_length=_KEY_LENGTH)
    attribute = models.SlugField(max_length=80, db_index=False)
    target = models.CharField(max_length=_REFERENCE_LENGTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "key", "attribute", "target"], name="registers_link_once"
            )
        ]
        indexes = [models.Index(fields=["target", "register", "attribute"], name="registers_link_target")]

    def __str__(self) -> str:
        return f"{self.register}/{self.key} {self.attribute} {self.target}"


class AccessLine(models.Model):
    """Who looked at whose data, what, when, why. The person concerned sees every line."""

    at = models.DateTimeField()
    concerned = models.CharField(max_length=_REFERENCE_LENGTH)
    register = models.SlugField(max_length=80, db_index=False)
    key = models.CharField(max_length=_KEY_LENGTH)
    attributes = models.JSONField()
    reader = models.CharField(max_length=_REFERENCE_LENGTH, help_text="account, or the name of a system")
    reader_name = models.CharField(max_length=200)
    reader_kind = models.SlugField(max_length=20, db_index=False)
    agency = models.CharField(max_length=80, blank=True, default="")
    office = models.CharField(max_length=80, blank=True, default="")
    case = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    legal_basis = models.CharField(max_length=300, blank=True, default="")
    record_entry = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["concerned", "-at", "-id"], name="registers_access_concerned")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%dT%H:%M} {self.concerned}"
