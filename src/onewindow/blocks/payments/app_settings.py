"""What an operator may set for payments."""

from django.conf import settings


def provider_name() -> str:
    """The provider that payers are sent to; empty for none."""
    default = "sandbox" if settings.ONEWINDOW_DEMO else ""
    return str(getattr(settings, "ONEWINDOW_PAYMENT_PROVIDER", default))


def base_url() -> str:
    """The site's address, without a slash at its end."""
    return str(settings.ONEWINDOW_BASE_URL).rstrip("/")


def civil_zone() -> str:
    """The time zone in which a payment's day is counted."""
    return str(getattr(settings, "ONEWINDOW_CIVIL_ZONE", settings.TIME_ZONE))
