"""What an operator may set for notifications."""

from django.conf import settings


def languages() -> tuple[str, ...]:
    """The languages in which letters from templates are written."""
    return tuple(tag for tag, _ in settings.LANGUAGES)


def official_language() -> str:
    """For a receiver whose language nobody knows."""
    return str(getattr(settings, "ONEWINDOW_OFFICIAL_LANGUAGE", settings.LANGUAGE_CODE))


def sender() -> str:
    """The address that e-mail comes from."""
    return str(settings.DEFAULT_FROM_EMAIL)


def base_url() -> str:
    """The site's address, without a slash at its end."""
    return str(settings.ONEWINDOW_BASE_URL).rstrip("/")


def civil_zone() -> str:
    """Where the days begin and end on which somebody represents a company."""
    return str(getattr(settings, "ONEWINDOW_CIVIL_ZONE", settings.TIME_ZONE))
