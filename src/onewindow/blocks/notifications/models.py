"""Tables of notifications."""

from django.db import models


class LetterRow(models.Model):
    """A letter to a person, an account or a company, in every language that it was written in."""

    key = models.CharField(max_length=250, unique=True)
    to = models.CharField(max_length=200)
    subject = models.CharField(max_length=200, db_index=True)
    texts = models.JSONField(help_text="language to subject and body")
    language = models.CharField(max_length=10, blank=True, default="", help_text="asked for by the sender")
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["to", "-id"], name="notifications_to")]


class ReadMark(models.Model):
    """An account opened a letter. A company's letter is read by each who acts for it."""

    letter = models.ForeignKey(LetterRow, on_delete=models.CASCADE, related_name="marks")
    account = models.SlugField(max_length=100)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "account"], name="notifications_read_once"),
        ]


class EmailRow(models.Model):
    """An e-mail that left for an account."""

    letter = models.ForeignKey(LetterRow, on_delete=models.CASCADE, related_name="emails")
    account = models.SlugField(max_length=100)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "account"], name="notifications_email_once"),
        ]


class MailboxLetter(models.Model):
    """An e-mail of the demonstration, which nobody sent any further. ``/mailbox/`` shows it."""

    sender = models.CharField(max_length=320)
    receivers = models.CharField(max_length=2000)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    language = models.CharField(max_length=10, blank=True, default="")
    at = models.DateTimeField()
