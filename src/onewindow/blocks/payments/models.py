"""Tables of payments. Triggers in the migrations keep the ledger balanced and append-only."""

from django.db import models


class PaymentRequestRow(models.Model):
    """A fee that somebody was asked to pay."""

    class Status(models.TextChoices):
        OPEN = "open"
        SETTLED = "settled"
        CANCELLED = "cancelled"

    id = models.CharField(max_length=21, primary_key=True)
    key = models.CharField(max_length=200, unique=True)
    subject = models.CharField(max_length=200, db_index=True)
    payer = models.CharField(max_length=200, db_index=True)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    due = models.DateField()
    description = models.JSONField()
    reference = models.CharField(max_length=25, unique=True)
    return_path = models.CharField(max_length=300)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=30, blank=True, default="")
    # The attempt that paid it. Others may have been paid too, and go back.
    settled_by = models.CharField(max_length=21, blank=True, default="")
    record_entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(minor__gt=0), name="payments_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(status="settled", settled_at__isnull=False)
                | models.Q(settled_at__isnull=True) & ~models.Q(status="settled"),
                name="payments_settled_has_moment",
            ),
        ]


class Attempt(models.Model):
    """One way to the bank. A request may see several; one of them settles it."""

    class Status(models.TextChoices):
        NEW = "new"
        STARTED = "started"
        SETTLED = "settled"
        FAILED = "failed"
        CANCELLED = "cancelled"
        EXPIRED = "expired"

    id = models.CharField(max_length=21, primary_key=True)
    request = models.ForeignKey(PaymentRequestRow, on_delete=models.PROTECT, related_name="attempts")
    provider = models.CharField(max_length=40)
    provider_reference = models.CharField(max_length=200, blank=True, default="")
    redirect_url = models.CharField(max_length=2000, blank=True, default="")
    started_by = models.CharField(max_length=80, blank=True, default="", help_text="Slug of an account.")
    basis = models.CharField(max_length=200, blank=True, default="", help_text="Empty: for themselves.")
    role = models.CharField(max_length=60, blank=True, default="", help_text="Of a company's officer.")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.NEW)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    checks = models.PositiveSmallIntegerField(default=0)
    check_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["check_at"], name="payments_to_check", condition=models.Q(status="started")),
        ]


class RefundRow(models.Model):
    """Money on its way back, always the way it came."""

    class Status(models.TextChoices):
        ASKED = "asked"
        DONE = "done"
        REFUSED = "refused"

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=200, unique=True)
    minor = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    actor = models.CharField(max_length=200, null=True)
    # Booked from here: fees, or what was paid twice.
    account = models.CharField(max_length=40)
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.ASKED)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(minor__gt=0), name="payments_refund_positive"),
        ]


class NoticeRow(models.Model):
    """A notice that was handled. The same one is never handled again."""

    provider = models.CharField(max_length=40)
    notice = models.CharField(max_length=200)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "notice"], name="payments_notice_once"),
        ]


class LedgerEntry(models.Model):
    """Something that happened to money. Its postings sum to zero in every currency."""

    key = models.CharField(max_length=250, unique=True)
    kind = models.CharField(max_length=40)
    request = models.ForeignKey(PaymentRequestRow, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()


class Posting(models.Model):
    """What one entry gives to (above zero, debit) or takes from (below zero, credit) an account."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="postings")
    account = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["account", "currency"], name="payments_account")]


class SandboxOrder(models.Model):
    """The sandbox bank's own book: what it was asked to collect, and what the payer chose on its page.

    Nothing but ``adapters/sandbox`` reads or writes it: to the rest of the room the bank is outside.
    """

    reference = models.CharField(max_length=40, primary_key=True)
    attempt = models.CharField(max_length=21, unique=True)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    creditor_reference = models.CharField(max_length=25)
    description = models.CharField(max_length=300)
    return_url = models.CharField(max_length=2000)
    created_at = models.DateTimeField()
    choice = models.CharField(max_length=10, blank=True, default="")
    known_at = models.DateTimeField(null=True)
    refunded = models.JSONField(default=dict)
    notices_left = models.PositiveSmallIntegerField(default=0)
    notice_at = models.DateTimeField(null=True)
