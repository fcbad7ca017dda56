"""Values whose length ends in 0x80 are given back as they came, and not encoded anew level by level."""

import pytest
from asn1crypto import cms, core

from onewindow.standards import signing

assert signing


class _Inner(core.Sequence):
    _fields = [("text", core.OctetString), ("number", core.Integer)]


class _Many(core.SequenceOf):
    _child_spec = _Inner


class _Outer(core.Sequence):
    _fields = [("many", _Many), ("rest", core.OctetString, {"optional": True})]


def of_length(whole: int) -> bytes:
    """An ``_Outer`` whose contents have exactly so many octets."""
    for padding in range(whole):
        made = _Outer({"many": [{"text": b"x" * 20, "number": 7}], "rest": b"y" * padding}).dump()
        if len(made) - 4 == whole and made[1] == 0x82:
            return made
    raise AssertionError(whole)


@pytest.mark.parametrize("whole", [0x0180, 0x0280, 0x0C80])
def test_nothing_is_encoded_anew(whole: int, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded = of_length(whole)
    read = _Outer.load(encoded)
    assert read["many"][0]["number"].native == 7, "its parts were looked at"
    anew: list[object] = []
    plain = core.Sequence._set_contents

    def seen(self: object, force: bool = False) -> None:
        anew.append(type(self))
        plain(self, force)

    monkeypatch.setattr(core.Sequence, "_set_contents", seen)
    assert read.dump() == encoded
    assert anew == []


def test_what_was_changed_is_encoded() -> None:
    read = _Outer.load(of_length(0x0280))
    read["many"][0]["number"] = 300
    again = _Outer.load(read.dump())
    assert again["many"][0]["number"].native == 300
    assert len(again.dump()) == 0x0280 + 5


def test_the_indefinite_form_is_still_made_definite() -> None:
    """A ContentInfo of data, in BER (X.690 §8.1.3.6)."""
    inside = bytes.fromhex("06092a864886f70d010701") + bytes.fromhex("a0800403616263") + b"\0\0"
    read = cms.ContentInfo.load(b"\x30\x80" + inside + b"\0\0")
    assert read["content"].native == b"abc"
    made = read.dump()
    assert made[:2] == b"\x30\x12" and cms.ContentInfo.load(made)["content"].native == b"abc"
