"""The adapters that the settings choose: ``documents.api.use(**chosen.adapters())``."""

from pathlib import Path
from typing import TypedDict

from django.conf import settings

from onewindow.blocks.documents import app_settings
from onewindow.blocks.documents.adapters.certified_keys import CertifiedKeys
from onewindow.blocks.documents.adapters.clamd import Clamd
from onewindow.blocks.documents.adapters.demo_scanner import DemoScanner
from onewindow.blocks.documents.adapters.http_timestamps import HttpTimestamps
from onewindow.blocks.documents.adapters.pkcs11_keys import Pkcs11Keys
from onewindow.blocks.documents.ports import Scanner, SealKeys, TimestampSource


class Adapters(TypedDict):
    """Keyword arguments of ``api.use``."""

    seal_keys: SealKeys
    scanner: Scanner | None
    timestamps: TimestampSource | None


def adapters() -> Adapters:
    """Keys in a hardware module where one is set, else in files; ClamAV where it is set.

    Outside a demonstration nothing stands in for a scanner: without one, uploads are refused.
    """
    url = app_settings.timestamp_url()
    return Adapters(
        seal_keys=_keys(), scanner=_scanner(), timestamps=HttpTimestamps(url=url) if url else None
    )


def certify_seals() -> int:
    """Give seal keys of earlier versions a certificate of the country's authority.

    :returns: how many got one.
    """
    keys = _keys()
    return keys.certify_all() if isinstance(keys, CertifiedKeys) else 0


def _keys() -> SealKeys:
    module = app_settings.pkcs11()
    if module:
        return Pkcs11Keys(
            module=module["module"],
            token=module["token"],
            pin_file=Path(module["pin_file"]),
            certificates=Path(module["certificates"]),
        )
    return CertifiedKeys(folder=app_settings.keys_folder())


def _scanner() -> Scanner | None:
    address = app_settings.clamd()
    if address:
        return Clamd(host=address[0], port=address[1])
    return DemoScanner() if settings.ONEWINDOW_DEMO else None
