"""A PDF that was given out to be signed comes back as it was, with nothing but signatures in it."""

import io

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from onewindow.standards.signing import pades
from onewindow.standards.signing.awaiting import finish
from onewindow.standards.signing.errors import PdfNotSealable
from onewindow.standards.signing.pades_seal import PortSigner
from onewindow.standards.signing.tests.test_pades import plain
from onewindow.standards.signing.tests.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def signed(world: World, pdf: bytes, level: str = "B") -> bytes:
    return pades.sign(pdf, signer=world.person, at=world.now, level=level, timestamps=world, evidence=world)


def repainted(pdf: bytes) -> bytes:
    """Another revision, in which the first page shows something else."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page[generic.pdf_name("/Contents")] = writer.add_object(
        generic.StreamObject(stream_data=b"0 0 50 50 re f")
    )
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_same_file_is_made_ready_the_same_way() -> None:
    assert pades.ready_to_sign(plain()) == pades.ready_to_sign(plain()) != plain()
    with pytest.raises(PdfNotSealable):
        pades.ready_to_sign(b"hello")


@pytest.mark.parametrize("level", ["B", "T", "LT", "LTA"])
def test_signatures_alone_are_growth(world: World, level: str) -> None:
    original = pades.ready_to_sign(plain())
    once = signed(world, original, level)
    assert pades.only_signed(once, original=original)
    if level in ("B", "T"):
        assert pades.only_signed(signed(world, once, level), original=original), "a second one signs too"


def test_a_page_painted_over_before_signing_is_found(world: World) -> None:
    original = pades.ready_to_sign(plain())
    faked = signed(world, repainted(original))
    verdict = pades.verify(faked, anchors=world.anchors, at=world.now, evidence=world.known())
    assert verdict.holds, "the signature itself is as good as any"
    assert faked.startswith(original)
    assert not pades.only_signed(faked, original=original)


def test_a_file_that_passes_the_original_by_is_found(world: World) -> None:
    """The original's bytes stand at the beginning, but nothing points to them."""
    original = pades.ready_to_sign(plain())
    other = repainted(original)
    shift = len(original)
    moved = _moved(other, shift)
    assert moved.startswith(b"%PDF")
    assert not pades.only_signed(original + moved, original=original)


def _moved(pdf: bytes, shift: int) -> bytes:
    """The same file for a place further behind: written anew, so that its own table counts from there."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    out = io.BytesIO()
    writer.write(out)
    text = out.getvalue()
    start = int(text.rsplit(b"startxref", 1)[1].split()[0])
    table = text[start:]
    lines = table.split(b"\n")
    said = [
        b"%010d%s" % (int(line[:10]) + shift, line[10:])
        if line[10:17] == b" 00000 " and b" n" in line
        else line
        for line in lines
    ]
    moved = text[:start] + b"\n".join(said)
    return moved.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + shift))


def test_another_file_is_not_growth(world: World) -> None:
    original = pades.ready_to_sign(plain())
    once = signed(world, original)
    assert not pades.only_signed(once, original=original[:-40])
    assert not pades.only_signed(once, original=b"")
    assert not pades.only_signed(once[:-40], original=original)
    assert not pades.only_signed(signed(world, repainted(original)), original=once)


@pytest.mark.parametrize("name", ["Signature", "Elsewhere"])
@pytest.mark.parametrize("box", [(0, 0, 0, 0), (10, 10, 90, 40)], ids=["unseen", "seen"])
def test_what_another_program_appends_is_growth(
    world: World, name: str, box: tuple[int, int, int, int]
) -> None:
    """As the library itself does it: with its own dates and extensions, in our field or one of its own."""
    original = pades.ready_to_sign(plain())
    about = signers.PdfSignatureMetadata(field_name=name, subfilter=fields.SigSeedSubFilter.PADES)
    writer = IncrementalPdfFileWriter(io.BytesIO(original))
    place = None if name == "Signature" else fields.SigFieldSpec(name, box=box)
    signer = signers.PdfSigner(about, signer=PortSigner(world.person), new_field_spec=place)
    out = finish(signer.async_sign_pdf(writer))
    assert pades.only_signed(out.getvalue(), original=original)
