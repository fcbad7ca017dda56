"""Settings of privacy."""

from datetime import timedelta

from django.conf import settings


def answer_within() -> timedelta:
    """How long an agency has to answer a question or decide on an objection."""
    return timedelta(days=int(getattr(settings, "ONEWINDOW_PRIVACY_DAYS", 30)))


def export_kept() -> timedelta:
    """How long an export waits to be fetched."""
    return timedelta(days=int(getattr(settings, "ONEWINDOW_EXPORT_DAYS", 7)))


def ombudsman() -> str:
    """The agency that hears what another one did not answer."""
    return str(getattr(settings, "ONEWINDOW_OMBUDSMAN", "ombudsman"))
