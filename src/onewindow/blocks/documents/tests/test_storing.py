"""Uploads: what is let in, what is not, and why."""

import io
import struct
import zipfile
import zlib

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.blocks.documents import api, joined
from onewindow.blocks.documents.file_names import safe_name
from onewindow.foundation.access.api import Actor
from onewindow.kernel.reference import Reference

ACTOR = Actor(account="sonia", kind="person")
SUBJECT = Reference("account/sonia")
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" + b"\xff\0\0" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\1\1\0\0\x3f\0" + b"\x12\x34"
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + frame + scan + b"\xff\xd9"


def pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(10, 10)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("x.html", "<script>")
    return out.getvalue()


def store(data: bytes, name: str = "a.pdf", **more) -> api.StoredFile:
    return api.store_upload(data=data, name=name, uploader=ACTOR, subject=SUBJECT, **more)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf(), "pdf"),
        (png(), "png"),
        (jpeg(), "jpeg"),
        (b"<a/>", "xml"),
        ("\ufeff<a/>".encode("utf-16"), "xml"),
    ],
)
def test_a_sound_file_is_let_in_by_its_bytes(data, kind):
    stored = store(data, "photo.exe")
    assert (stored.kind, stored.size, stored.uploader) == (kind, len(data), "sonia")
    assert stored.name == f"photo.{'jpg' if kind == 'jpeg' else kind}"
    assert api.upload_content(file=stored.reference, reader=ACTOR) == data


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", api.UploadEmpty),
        (b"MZ\x90", api.UploadOfWrongKind),
        (archive(), api.UploadOfWrongKind),
        (b"GIF89a", api.UploadOfWrongKind),
        (b"#!/bin/sh", api.UploadOfWrongKind),
        (b"%PDF-1.7 no end", api.UploadNotSound),
        (pdf() + archive(), api.UploadNotSound),
        (pdf() + b"<script>", api.UploadNotSound),
        (png() + archive(), api.UploadNotSound),
        (png()[:-6], api.UploadNotSound),
        (png(40_000, 40_000), api.UploadNotSound),
        (png(0, 1), api.UploadNotSound),
        (jpeg() + archive(), api.UploadNotSound),
        (jpeg() + b"<?php", api.UploadNotSound),
        (jpeg(60_000, 60_000), api.UploadNotSound),
        (b"\xff\xd8\xff\xe0", api.UploadNotSound),
        (b"<html><script/></html>", api.UploadNotSound),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', api.UploadNotSound),
        (b"<!DOCTYPE a><a/>", api.UploadNotSound),
        (b"<a>", api.UploadNotSound),
        (b"<a>" + EICAR.replace(b"&", b"") + b"</a>", api.UploadInfected),
        (b"<a>" + b"x" * 10_000_001 + b"</a>", api.UploadTooLarge),
    ],
)
def test_what_is_not_let_in(data, error):
    with pytest.raises(error):
        store(data)
    from onewindow.blocks.documents.models import Upload

    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_a_zip_hidden_as_a_comment_of_a_pdf_is_found():
    data = pdf()
    hidden = data[:-6] + archive()[:-2] + struct.pack("<H", 6) + b"%%EOF\n"
    assert zipfile.is_zipfile(io.BytesIO(hidden))
    with pytest.raises(api.UploadNotSound, match="archive"):
        store(hidden)


@pytest.mark.django_db
def test_only_what_is_asked_for():
    with pytest.raises(api.UploadOfWrongKind, match="PDF"):
        store(png(), accept=("pdf",))
    with pytest.raises(api.UploadTooLarge):
        store(pdf(), max_bytes=100)


@pytest.mark.django_db
def test_without_a_scanner_nothing_comes_in():
    joined._joined.scanner = None
    with pytest.raises(api.ScannerNotThere):
        store(pdf())


@pytest.mark.django_db
def test_who_may_see_an_upload():
    stored = store(pdf())
    for stranger in (Actor(), Actor(account="x", kind="person"), Actor(account="o", kind="officer")):
        with pytest.raises(api.UploadNotYours):
            api.upload(file=stored.reference, reader=stranger)
    assert api.upload(file=stored.reference, reader=Actor(kind="system"))
    api.use(subject_readers=lambda *, subject, reader: subject == stored.reference and reader.account == "o")
    assert api.upload_content(file=stored.reference, reader=Actor(account="o", kind="officer"))
    with pytest.raises(api.UploadUnknown):
        api.upload(file=Reference("upload/0"), reader=ACTOR)
    with pytest.raises(api.UploadNotYours):
        api.remove_upload(file=stored.reference, actor=Actor(account="x", kind="person"))
    api.remove_upload(file=stored.reference, actor=ACTOR)
    with pytest.raises(api.UploadUnknown):
        api.upload(file=stored.reference, reader=ACTOR)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\a.pdf", "a.pdf"),
        ("a\0b\r\n.pdf", "ab.pdf"),
        ("facture\u202efdp.exe", "facturefdp.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("فاتورة.pdf", "فاتورة.pdf"),
        ("x" * 500 + ".pdf", "x" * 100 + ".pdf"),
        ('a"b;c.pdf', "a_b_c.pdf"),
    ],
)
def test_names_are_made_harmless(name, safe):
    assert safe_name(name, "pdf") == safe


@given(st.text(max_size=300))
def test_any_name_is_made_harmless(name):
    safe = safe_name(name, "pdf")
    assert safe.endswith(".pdf")
    assert 0 < len(safe) <= 110
    assert not set(safe) & set('/\\\0\r\n"<>|*?:;')
    assert not safe.startswith(".")


@given(st.sampled_from([pdf(), png(), jpeg(), b"<a>b</a>"]), st.data())
def test_any_damage_is_read_or_refused(data, draw):
    from onewindow.blocks.documents.errors import UploadNotSound, UploadOfWrongKind
    from onewindow.blocks.documents.file_kinds import CONTENT_TYPES, sound_kind

    start = draw.draw(st.integers(0, len(data)))
    bent = data[:start] + draw.draw(st.binary(max_size=8)) + data[start + draw.draw(st.integers(0, 9)) :]
    try:
        sound_kind(bent, name="x", accept=tuple(CONTENT_TYPES))
    except (UploadNotSound, UploadOfWrongKind) as refused:
        assert str(refused)
