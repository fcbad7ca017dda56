"""Issued documents with their changes and sealed files, and uploads. Bytes stay apart from what is listed."""

from django.db import models
from django.db.models import F, Q

_REFERENCE_LENGTH = 200


class Document(models.Model):
    """An issued document. A correction is a document of its own that names the one it replaces."""

    code = models.CharField(primary_key=True, max_length=20)
    document = models.CharField(max_length=200, help_text="agency/service/document")
    number = models.CharField(max_length=80)
    titles = models.JSONField(help_text="language to title")
    agency = models.SlugField(max_length=80)
    agency_names = models.JSONField(help_text="as the agency was called then")
    zone = models.CharField(max_length=60, help_text="time zone in which its days are counted")
    subject = models.CharField(max_length=_REFERENCE_LENGTH)
    holder = models.CharField(max_length=_REFERENCE_LENGTH)
    key = models.CharField(max_length=200, unique=True)
    version = models.PositiveIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField()
    languages = models.JSONField()
    prepared_by = models.CharField(max_length=200, blank=True, default="")
    filed_by = models.CharField(
        max_length=80, blank=True, default="", help_text="account of who filed what it was issued on"
    )
    basis = models.CharField(
        max_length=_REFERENCE_LENGTH, blank=True, default="", help_text="on which they acted for another"
    )
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    entry = models.BigIntegerField(help_text="in the record")

    class Meta:
        ordering = ["-issued_at", "code"]
        indexes = [
            models.Index(fields=["subject"], name="documents_by_subject"),
            models.Index(fields=["holder", "-issued_at"], name="documents_by_holder"),
            models.Index(fields=["agency", "number"], name="documents_by_number"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="documents_document_span",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.code})"


class SealedFile(models.Model):
    """The PDF, as it was sealed. Never changed."""

    document = models.OneToOneField(
        Document, primary_key=True, on_delete=models.CASCADE, related_name="sealed_file"
    )
    pdf = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.document_id}.pdf"


class Change(models.Model):
    """What happened to a document, each with its entry in the record."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20, help_text="issued, extended, superseded or revoked")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True, default="")
    valid_until = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=200, blank=True, default="")
    key = models.CharField(max_length=200, blank=True, default="")
    entry = models.BigIntegerField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "key"], condition=~Q(key=""), name="documents_change_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind}"


class Upload(models.Model):
    """A file that somebody sent and that was let in."""

    name = models.CharField(
        max_length=40, primary_key=True, help_text="random; upload/<name> is its reference"
    )
    file_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploader = models.CharField(max_length=120, help_text="slug of the account")
    subject = models.CharField(max_length=_REFERENCE_LENGTH)
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject"], name="documents_upload_subject")]

    def __str__(self) -> str:
        return self.name


class UploadContent(models.Model):
    """The bytes of an upload."""

    upload = models.OneToOneField(Upload, primary_key=True, on_delete=models.CASCADE, related_name="content")
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.upload_id)
