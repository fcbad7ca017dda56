"""Making and extending containers. See ``asic``."""

from collections.abc import Mapping
from dataclasses import replace

from onewindow.kernel.errors import N_
from onewindow.standards.safexml import XmlRefused
from onewindow.standards.signing.asic.container import (
    MAX_ENTRIES,
    MEDIA_TYPE,
    Container,
    ContainerRefused,
    check_name,
    read,
    write,
)
from onewindow.standards.signing.errors import NotExtendable, NotSignable
from onewindow.standards.signing.making import Making
from onewindow.standards.signing.ports import Signer
from onewindow.standards.signing.xades import extending, signing
from onewindow.standards.signing.xades import tree as xml

_ASIC = "http://uri.etsi.org/02918/v1.2.1#"
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def sign(files: Mapping[str, bytes], *, signer: Signer, making: Making) -> bytes:
    """See ``asic.sign``."""
    if not 0 < len(files) <= MAX_ENTRIES - 3:
        raise NotSignable(reason=N_("there is no file, or too many"))
    for name in files:
        try:
            check_name(name)
        except ContainerRefused as refused:
            raise NotSignable(reason=refused.reason) from refused
        if name == "mimetype" or name.startswith("META-INF/") or name.endswith("/"):
            raise NotSignable(reason=N_("a file in it has a name that is not allowed"))
    signature = xml.read(signing.sign_files(files, signer=signer, making=replace(making, level="B")))
    root = xml.new(f"{{{_ASIC}}}XAdESSignatures", prefixes={"asic": _ASIC})
    root.append(signature)
    # Only where it stands now do its canonical bytes mean the same later.
    signed = extending.extend(xml.write(root), making=making, files=files)
    meta = {"META-INF/manifest.xml": _manifest(files), "META-INF/signatures0.xml": signed}
    return write(Container(dict(files), meta), at=making.at)


def extend(container: bytes, *, making: Making) -> bytes:
    """See ``asic.extend``."""
    try:
        found = read(container)
        if not found.signatures:
            raise NotExtendable(reason=N_("it has no signature"))
        renewed = {
            name: extending.extend(data, making=making, files=found.files)
            for name, data in found.signatures.items()
        }
    except ContainerRefused as refused:
        raise NotExtendable(reason=refused.reason) from refused
    except XmlRefused as refused:
        raise NotExtendable(reason=N_("it cannot be read")) from refused
    return write(Container(found.files, {**found.meta, **renewed}), at=making.at)


def _manifest(files: Mapping[str, bytes]) -> bytes:
    """What OpenDocument programs want to find (OpenDocument 1.2 part 3 §3.2)."""
    root = xml.new(f"{{{_MANIFEST}}}manifest", prefixes={"manifest": _MANIFEST})
    root.set(f"{{{_MANIFEST}}}version", "1.2")
    entries = {"/": MEDIA_TYPE, **{name: signing.media_type_of(name) for name in files}}
    for name, media in entries.items():
        entry = xml.add(root, f"{{{_MANIFEST}}}file-entry")
        entry.set(f"{{{_MANIFEST}}}full-path", name)
        entry.set(f"{{{_MANIFEST}}}media-type", media)
    return xml.write(root)
