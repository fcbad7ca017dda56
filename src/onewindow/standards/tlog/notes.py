"""Signed notes with Ed25519 keys (C2SP signed-note)."""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from onewindow.standards.tlog.errors import KeyNotValid, NoteNotValid, SignatureNotValid

_ED25519 = b"\x01"
_KEY_BYTES = 32
_NAME = re.compile(r"[^\s+]+")
_DASH = "\u2014 "
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class NoteVerifier:
    """A public key of a log.

    :param name: the key's name; the log's origin.
    :param public: 32 bytes (RFC 8032).
    """

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes that, with the name, say which key signed."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def to_text(self) -> str:
        """The key on one line: name, key id in hex, and key in base 64, joined by ``+``."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(_ED25519 + self.public)}"

    @classmethod
    def from_text(cls, text: str) -> "NoteVerifier":
        """Read the line.

        :raises KeyNotValid: not a public Ed25519 key, or its id is not the key's.
        """
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        key = _unbase64(encoded)
        if not _NAME.fullmatch(name) or key is None or len(key) != 1 + _KEY_BYTES or key[:1] != _ED25519:
            raise KeyNotValid(what="it has another form")
        verifier = cls(name, key[1:])
        if key_id != verifier.key_id.hex():
            raise KeyNotValid(what="its id does not fit")
        return verifier


class NoteSigner:
    """A private key of a log. Does not show itself when printed.

    :param seed: 32 random bytes (RFC 8032 §5.1.5).
    """

    def __init__(self, *, name: str, seed: bytes) -> None:
        if not _NAME.fullmatch(name):
            raise KeyNotValid(what="its name is empty, or has a space or a plus sign")
        if len(seed) != _KEY_BYTES:
            raise KeyNotValid(what="it is not 32 bytes long")
        self._key, self._seed = Ed25519PrivateKey.from_private_bytes(seed), seed
        self.verifier = NoteVerifier(name, self._key.public_key().public_bytes_raw())

    def to_text(self) -> str:
        """The secret on one line, for a file that only its owner reads."""
        verifier = self.verifier
        encoded = _base64(_ED25519 + self._seed)
        return f"PRIVATE+KEY+{verifier.name}+{verifier.key_id.hex()}+{encoded}"

    @classmethod
    def from_text(cls, text: str) -> "NoteSigner":
        """Read the line.

        :raises KeyNotValid: not a private Ed25519 key, or its id is not the key's.
        """
        parts = text.strip().split("+", 4)
        key = _unbase64(parts[4]) if len(parts) == 5 and parts[:2] == ["PRIVATE", "KEY"] else None
        if key is None or key[:1] != _ED25519:
            raise KeyNotValid(what="it has another form")
        signer = cls(name=parts[2], seed=key[1:])
        if parts[3] != signer.verifier.key_id.hex():
            raise KeyNotValid(what="its id does not fit")
        return signer

    def sign(self, text: str) -> str:
        """The signature line for a note's text."""
        signature = self.verifier.key_id + self._key.sign(text.encode())
        return f"{_DASH}{self.verifier.name} {_base64(signature)}\n"


def sign_note(text: str, *, signer: NoteSigner) -> str:
    """The text, a blank line, and the signature.

    :param text: ends with a newline and has no other control characters.
    :raises NoteNotValid: it has another form.
    """
    _check_text(text)
    return f"{text}\n{signer.sign(text)}"


def open_note(note: str, *, verifier: NoteVerifier) -> str:
    """The text of a note that the key signed. Lines by other keys, such as witnesses, are passed over.

    :raises NoteNotValid: not a signed note.
    :raises SignatureNotValid: the key did not sign it, or its signature is wrong.
    """
    text, signatures = _take_apart(note)
    signed = False
    for name, signature in signatures:
        if (name, signature[:4]) == (verifier.name, verifier.key_id):
            _verify(verifier, signature[4:], text)
            signed = True
    if not signed:
        raise SignatureNotValid(key=verifier.name)
    return text


def _verify(verifier: NoteVerifier, signature: bytes, text: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature, text.encode())
    except InvalidSignature:
        raise SignatureNotValid(key=verifier.name) from None


def _take_apart(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note) > _MOST_BYTES:
        raise NoteNotValid(what="it is too long")
    text, blank, lines = note.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise NoteNotValid(what="it has no signatures")
    text += "\n"
    _check_text(text)
    return text, [_signature_line(line) for line in lines[:-1].split("\n")]


def _signature_line(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    signature = _unbase64(encoded)
    if not line.startswith(_DASH) or not _NAME.fullmatch(name) or signature is None or len(signature) < 5:
        raise NoteNotValid(what="a signature line has another form")
    return name, signature


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(character < " " and character != "\n" for character in text):
        raise NoteNotValid(what="its text has control characters, or does not end with a newline")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unbase64(text: str) -> bytes | None:
    """Strictly: one text stands for one sequence of bytes, or a note could be changed without a trace."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return data if _base64(data) == text else None
