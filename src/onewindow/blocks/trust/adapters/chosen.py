"""Which adapters the settings ask for."""

from onewindow.blocks.trust import app_settings
from onewindow.blocks.trust.adapters.http_lists import HttpLists
from onewindow.blocks.trust.adapters.key_files import KeyFiles
from onewindow.blocks.trust.ports import AuthorityKeys, ListSource


def keys() -> AuthorityKeys:
    """Keys in a hardware module where one is set, else in files."""
    module = app_settings.pkcs11()
    if module:
        from onewindow.blocks.trust.adapters.pkcs11_keys import Pkcs11AuthorityKeys

        return Pkcs11AuthorityKeys.from_settings(module)
    return KeyFiles(folder=app_settings.keys_folder())


def lists() -> ListSource:
    """Over HTTP, to whom the list of destinations of the connector ``pki`` names."""
    return HttpLists()
