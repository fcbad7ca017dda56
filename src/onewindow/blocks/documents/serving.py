"""Files as answers: saved, never shown inside our pages, and never taken for anything else."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from onewindow.blocks.documents.file_names import safe_name


def attachment(data: bytes, *, name: str, content_type: str) -> HttpResponse:
    """A download.

    :param name: made harmless; its ending stays.
    :param content_type: of the bytes, as we found it.
    """
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, safe_name(name, "")) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    # Should a browser show it all the same: no scripts, no frames, an origin of its own.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response
