"""What the database keeps of a case: its token state, its data, its open work, its timers, its story.

Who did something is kept as the account's slug: identity knows the rest.
"""

from django.db import connection, models
from django.db.models import Q


class Case(models.Model):
    """One filing and its way to a decision. ``tokens`` and ``data`` are the engine's state, kept apart."""

    number = models.CharField(max_length=40, unique=True)
    service = models.CharField(max_length=130)
    version = models.CharField(max_length=64)
    agency = models.CharField(max_length=60)
    applicant = models.CharField(max_length=200)
    filed_by = models.CharField(max_length=80, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    status = models.CharField(max_length=20, default="open")
    tokens = models.JSONField()
    data = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    incident = models.TextField(blank=True)
    proposals = models.JSONField(default=dict, help_text="Four eyes: actions that wait for a second person.")
    filed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["applicant", "-filed_at"], name="case_of_applicant"),
            models.Index(fields=["service", "status", "-filed_at"], name="case_of_service"),
            models.Index(fields=["filed_by", "-filed_at"], name="case_of_filer"),
            models.Index(fields=["changed_at"], condition=~Q(incident=""), name="case_with_incident"),
        ]


class Work(models.Model):
    """Something that somebody, or the house itself, has to do before the case can go on."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="works")
    work = models.CharField(max_length=60, help_text="The engine's name for it, unique in the case.")
    element = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    side = models.CharField(max_length=12, help_text="Who acts: officer, applicant, person or house.")
    person = models.CharField(max_length=200, blank=True, help_text="Where side is person: their reference.")
    agency = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=60, blank=True)
    office = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, default="open")
    local = models.JSONField(default=dict)
    claimed_by = models.CharField(max_length=80, blank=True)
    claimed_at = models.DateTimeField(null=True)
    proposed = models.JSONField(null=True, help_text="Four eyes: the answers that wait for a second person.")
    proposed_by = models.CharField(max_length=80, blank=True)
    escalated_to = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "work"], name="work_once_in_a_case")]
        indexes = [
            models.Index(
                fields=["agency", "role", "due_at"],
                condition=Q(state="open", side="officer"),
                name="work_inbox",
            ),
            models.Index(fields=["case"], condition=Q(state="open"), name="work_open_in_case"),
            models.Index(fields=["claimed_by"], condition=Q(state="open"), name="work_claimed"),
            models.Index(fields=["person"], condition=~Q(person=""), name="work_of_person"),
        ]


class Timer(models.Model):
    """Something that becomes due: a timer of the process, a reminder, an escalation."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="timers")
    timer = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    element = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "timer"], name="timer_once_in_a_case")]
        indexes = [models.Index(fields=["due_at"], name="timer_due")]


class Happening(models.Model):
    """A line of the case's story, one for each event that the process took."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="story")
    at = models.DateTimeField()
    kind = models.CharField(max_length=24)
    element = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=60, blank=True)
    by = models.CharField(max_length=80, blank=True)
    path = models.JSONField(default=list, help_text="The elements that the event passed, for the diagram.")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="story_of_case")]


class Draft(models.Model):
    """Answers that somebody has begun to give and may come back to."""

    account = models.CharField(max_length=80)
    applicant = models.CharField(max_length=200)
    service = models.CharField(max_length=130)
    version = models.CharField(max_length=64)
    channel = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    seen = models.JSONField(default=list, help_text="The pages that were answered.")
    key = models.CharField(max_length=64, unique=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    filed = models.ForeignKey(Case, on_delete=models.CASCADE, null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-changed_at"], name="draft_of_account")]


class Answered(models.Model):
    """A request that was carried out, under its caller's key, so that it is never carried out twice."""

    caller = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    result = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="answered_once")]


_NEXT = """
    INSERT INTO cases_counter AS counter (name, last) VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last
"""


class Counter(models.Model):
    """A sequence without gaps, such as a bank branch's domiciliation numbers of one year."""

    name = models.CharField(max_length=200, unique=True)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gte=0), name="counter_not_negative")]

    @classmethod
    def next_of(cls, name: str) -> int:
        """The next number. Holds the row until the transaction ends: no gap, no double."""
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [name])
            return cursor.fetchone()[0]


class Assisted(models.Model):
    """A draft that a clerk filled in at the counter and that waits until the applicant says yes."""

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="assisted")
    code = models.CharField(max_length=20, unique=True)
    language = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    until = models.DateTimeField(help_text="not confirmed by then: nothing happens")
    clerk = models.CharField(max_length=200, default="", help_text="as they were called when they asked")
    office = models.CharField(max_length=80, blank=True, default="", help_text="of their post")
    answers_sha256 = models.CharField(max_length=64, default="", help_text="of what is asked about")
    shown = models.JSONField(default=dict, help_text="the same for people: label and text, by language")
    answer = models.CharField(max_length=12, blank=True, help_text="confirmed, refused, or empty")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)


class Hook(models.Model):
    """An address of a program that wants to hear when cases change."""

    account = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "url"], condition=Q(stopped_at=None), name="hook_once_per_account"
            )
        ]


class Attachment(models.Model):
    """An upload that is part of a case, so that who may see the case may see the file."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    file = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "file"], name="attachment_once_in_a_case")]
        indexes = [models.Index(fields=["file"], name="attachment_by_file")]


class FilingSignature(models.Model):
    """A signature under what was filed, as evidence: the file itself, and what a check of it found then."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="signatures")
    form = models.CharField(max_length=10)
    level = models.CharField(max_length=3)
    signer = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    person = models.CharField(max_length=200)
    signed_at = models.DateTimeField(null=True)
    proven = models.BooleanField(default=False, help_text="Whether a timestamp proves the time of signing.")
    statement_sha256 = models.CharField(max_length=64, unique=True)
    data = models.BinaryField()

    class Meta:
        ordering = ["id"]


class Part(models.Model):
    """A case that is a part of another one: a service that its process calls."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parts")
    work = models.CharField(max_length=60, help_text="The work of the caller that waits for it.")
    element = models.CharField(max_length=120)
    child = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="part_of")
    state = models.CharField(
        max_length=12, default="open", help_text="open, done, failed, undoing, undone or called-off."
    )
    undone_by = models.CharField(
        max_length=60, blank=True, help_text="The work of the caller that takes it back."
    )

    class Meta:
        # The caller's work is asked for once: however often the news comes, one case is filed.
        constraints = [models.UniqueConstraint(fields=["case", "work"], name="part_once_in_a_case")]
