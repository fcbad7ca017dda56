"""Which providers there are. ``apps`` joins them once, at start."""

from onewindow.blocks.payments import app_settings
from onewindow.blocks.payments.errors import NoProvider
from onewindow.blocks.payments.ports import Provider

_providers: dict[str, Provider] = {}


def use(provider: Provider) -> None:
    """Join a provider to the port."""
    _providers[provider.name] = provider


def current() -> Provider:
    """The one that payers are sent to now.

    :raises NoProvider: none is set.
    """
    return named(app_settings.provider_name())


def named(name: str) -> Provider:
    """The provider of an attempt or a webhook.

    :raises NoProvider: there is none of that name.
    """
    try:
        return _providers[name]
    except KeyError:
        raise NoProvider from None
