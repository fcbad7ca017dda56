"""Registers, their facts in two times, what is searched, and who looked.

A fact row says what is true of an entry from a moment on, until the entry's next row begins.
No row says when it ends, so two rows cannot overlap: there would have to be two that begin at the
same moment, which the unique index refuses (docs/adr/0017). Rows never change but for ``recorded_until``:
a correction closes the old row and adds new ones.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
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
    indexed = models.SmallIntegerField(default=0, help_text="form of its search entries")

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
    said = ArrayField(
        models.CharField(max_length=80),
        null=True,
        blank=True,
        help_text="attributes that were told for this moment, changed or not; null: by a load",
    )

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
            ),
            # Only of what began later than it was written: of a loaded country next to nothing.
            models.Index(
                fields=["valid_from", "id"],
                condition=Q(recorded_until=None, valid_from__gt=F("recorded_from")),
                name="registers_fact_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register}/{self.key}"


class LookedUntil(models.Model):
    """The last fact whose beginning was noticed, of those that begin later than they are written. One row."""

    at = models.DateTimeField(help_text="when that fact begins")
    fact = models.BigIntegerField(help_text="its id: many begin at one moment")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%dT%H:%M} {self.fact}"


class SearchEntry(models.Model):
    """One row per entry as it stands now: what is typed to find it, its place in lists, and whom it names.

    ``words`` holds search keys computed in Python (no accents, one case, one script), never by the server.
    ``names`` are the references of other entries that stand in it, or stood in it once: a company's officer
    names a person. They are kept here, not in a table of their own, for that took a third of a country's disk
    (docs/adr/0018).
    """

    pk = models.CompositePrimaryKey("register", "key")
    register = models.SlugField(max_length=80, db_index=False)
    key = models.CharField(max_length=_KEY_LENGTH)
    weight = models.SmallIntegerField(default=0, help_text="larger is listed first")
    # The same order on every server: the keys are computed for comparison byte by byte.
    sort_key = models.CharField(max_length=200, db_collation="C")
    labels = models.JSONField(help_text="language to label; the empty language fits all")
    words = SearchVectorField()
    names = ArrayField(models.CharField(max_length=_REFERENCE_LENGTH), default=list)

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="registers_search_words", fastupdate=False),
            GinIndex(fields=["names"], name="registers_search_names", fastupdate=False),
            models.Index(fields=["register", "-weight", "sort_key"], name="registers_search_order"),
        ]

    def __str__(self) -> str:
        return f"{self.register}/{self.key}"


class SearchWord(models.Model):
    """A word of a name that some entry of a register bears, and how it sounds: the dictionary of names.

    Far fewer than entries: a country of fifteen million has some ten thousands. What is typed is compared
    with these, never with the entries.
    """

    pk = models.CompositePrimaryKey("register", "word")
    register = models.SlugField(max_length=80, db_index=False)
    word = models.CharField(max_length=60, db_collation="C")
    sound = models.CharField(max_length=60, db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["register", "sound"], name="registers_word_sound")]

    def __str__(self) -> str:
        return f"{self.register}: {self.word}"


class SearchSound(models.Model):
    """A sound of the dictionary under itself and under each of it with one sign taken away."""

    pk = models.CompositePrimaryKey("register", "variant", "sound")
    register = models.SlugField(max_length=80, db_index=False)
    variant = models.CharField(max_length=60, db_collation="C")
    sound = models.CharField(max_length=60, db_collation="C")

    def __str__(self) -> str:
        return f"{self.register}: {self.variant}"


class Identifier(models.Model):
    """A value that no two entries may have, such as the number of a chassis. Once given, it stays given."""

    register = models.SlugField(max_length=80, db_index=False)
    attribute = models.SlugField(max_length=80, db_index=False)
    value = models.CharField(max_length=200)
    key = models.CharField(max_length=_KEY_LENGTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "attribute", "value"], name="registers_identifier_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.attribute} {self.value}"


class RunningNumber(models.Model):
    """The last running number that a register gave to a new entry."""

    register = models.SlugField(primary_key=True, max_length=80)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.register} {self.last}"


class Change(models.Model):
    """A change on its way: asked for by the person, recorded by an officer, confirmed by a second one."""

    number = models.SlugField(primary_key=True, max_length=20)
    register = models.SlugField(max_length=80, db_index=False)
    key = models.CharField(max_length=_KEY_LENGTH)
    event = models.SlugField(max_length=80, db_index=False)
    agency = models.SlugField(max_length=80, db_index=False, help_text="whose officers decide on it")
    state = models.SlugField(max_length=10, db_index=False, help_text="asked, recorded, done or refused")
    values = models.JSONField(default=dict)
    valid_from = models.DateTimeField(null=True, blank=True)
    document = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")
    asked_by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_attribute = models.SlugField(max_length=80, db_index=False, blank=True, default="")
    asked_value = models.CharField(max_length=1000, blank=True, default="")
    asked_because = models.CharField(max_length=2000, blank=True, default="")
    recorded_by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    recorded_name = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    decided_name = models.CharField(max_length=200, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=2000, blank=True, default="")
    sent_as = models.CharField(
        max_length=64, blank=True, default="", help_text="digest of the caller and their idempotency key"
    )
    sent = models.CharField(
        max_length=64, blank=True, default="", help_text="digest of what was sent under that key"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "key", "asked_by", "asked_attribute"],
                condition=Q(state="asked"),
                name="registers_change_asked_once",
            ),
            models.UniqueConstraint(
                fields=["sent_as"], condition=~Q(sent_as=""), name="registers_change_sent_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "state"],
                condition=Q(state__in=["asked", "recorded"]),
                name="registers_change_open",
            ),
            models.Index(fields=["register", "key"], name="registers_change_entry"),
            models.Index(fields=["asked_by"], condition=~Q(asked_by=""), name="registers_change_asked"),
        ]

    def __str__(self) -> str:
        return self.number


class EvidenceAsked(models.Model):
    """What was asked of a register that somebody else keeps, and what came back."""

    number = models.SlugField(primary_key=True, max_length=40)
    register = models.SlugField(max_length=80, db_index=False)
    key = models.CharField(max_length=_KEY_LENGTH)
    attributes = models.JSONField()
    purpose = models.CharField(max_length=_REFERENCE_LENGTH, help_text="the case, or the legal basis")
    asked_at = models.DateTimeField()
    state = models.SlugField(max_length=10, db_index=False, help_text="asked, there or refused")
    values = models.JSONField(default=dict)
    proof = models.TextField(blank=True, default="", help_text="what the source signed, as it came")
    reason = models.CharField(max_length=1000, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "key", "purpose"], name="registers_evidence_once")
        ]

    def __str__(self) -> str:
        return self.number


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
    acting_for = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    basis = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="", help_text="of acting for")

    class Meta:
        indexes = [
            models.Index(fields=["concerned", "-at", "-id"], name="registers_access_concerned"),
            # Lines come in the order of time: an index of a few pages, nearly free to keep.
            BrinIndex(fields=["at"], name="registers_access_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%dT%H:%M} {self.concerned}"


class BulkRun(models.Model):
    """Many entries at once: an officer's import, or a grown country. It goes on where it stopped.

    ``asked`` holds what was asked for; the same is asked for once (``name``).
    """

    name = models.CharField(max_length=200, unique=True)
    kind = models.SlugField(max_length=20, db_index=False)
    register = models.SlugField(max_length=80, blank=True, default="", db_index=False)
    asked = models.JSONField()
    state = models.SlugField(max_length=20, default="waiting", db_index=False)
    by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    total = models.BigIntegerField(default=0, help_text="rows to do; 0 where nobody counted them")
    done = models.BigIntegerField(default=0)
    new = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    problem = models.TextField(blank=True, default="")
    created = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["register", "-id"], name="registers_bulk_register")]

    def __str__(self) -> str:
        return self.name


class BulkChunk(models.Model):
    """A part of a run that is done, written in the transaction that did it."""

    pk = models.CompositePrimaryKey("run", "number")
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, db_index=False)
    number = models.IntegerField()
    rows = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class BulkRejection(models.Model):
    """A row that was not taken, with its line, its field, and the rule that it breaks."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, db_index=False)
    line = models.BigIntegerField()
    field = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    code = models.SlugField(max_length=80, db_index=False)
    rule = models.TextField()
    way_out = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["run", "line"], name="registers_bulk_rejection")]

    def __str__(self) -> str:
        return f"{self.run_id}, line {self.line}"


class Duplicate(models.Model):
    """Two entries that may be one and the same, and what officers decided about them.

    ``one`` is the smaller key. A merged pair keeps what both said before, to be taken apart again.
    """

    register = models.SlugField(max_length=80, db_index=False)
    one = models.CharField(max_length=_KEY_LENGTH, db_collation="C")
    other = models.CharField(max_length=_KEY_LENGTH, db_collation="C")
    weight = models.FloatField(help_text="bits that speak for one and the same")
    parts = models.JSONField(help_text="each comparison: its name, its verdict, its weight")
    found_at = models.DateTimeField()
    state = models.SlugField(
        max_length=12, default="open", db_index=False, help_text="open, merging, merged, parting or different"
    )
    stays = models.CharField(max_length=_KEY_LENGTH, blank=True, default="")
    gone = models.CharField(max_length=_KEY_LENGTH, blank=True, default="")
    values = models.JSONField(default=dict, help_text="what the entry that stays takes over from the other")
    before = models.JSONField(default=dict, help_text="what both said before they were merged")
    merged_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    proposed_name = models.CharField(max_length=200, blank=True, default="")
    decided_by = models.CharField(max_length=_REFERENCE_LENGTH, blank=True, default="")
    decided_name = models.CharField(max_length=200, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "one", "other"], name="registers_duplicate_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="registers_duplicate_two"),
        ]
        indexes = [
            models.Index(
                fields=["register", "-weight", "id"],
                condition=Q(state__in=["open", "merging", "parting"]),
                name="registers_duplicate_open",
            ),
            models.Index(
                fields=["register", "gone"],
                condition=Q(state__in=["merged", "parting"]),
                name="registers_duplicate_gone",
            ),
            models.Index(
                fields=["register", "stays"],
                condition=Q(state__in=["merged", "parting"]),
                name="registers_duplicate_stays",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register}: {self.one}, {self.other}"
