"""Every text of every room is there in French and Arabic, with the places that it fills."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from onewindow.commands.catalogues import rooms, texts_of

LANGUAGES = ("fr", "ar")
ROOMS = [room for room in rooms() if len(texts_of(room))]
# {name} of our errors, and %(name)s of gettext.
PLACES = re.compile(r"\{[a-z_0-9]+\}|%\([a-z_0-9]+\)s")

BROKEN = re.compile(r" [?!:;»]|« ")


def room_name(room: Path) -> str:
    return "/".join(room.parts[-2:])


def catalogue_of(file: Path, language: str) -> Catalog | None:
    """The translations of a room, if it has any."""
    if not file.exists():
        return None
    with file.open("rb") as reading:
        return read_po(reading, locale=language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS, ids=room_name)
def test_every_text_is_translated(room: Path, language: str) -> None:
    file = room / "locale" / language / "LC_MESSAGES" / "django.po"
    known = catalogue_of(file, language)
    missing = []
    for message in texts_of(room):
        found = known.get(message.id, message.context) if known is not None and message.id else None
        if message.id and (found is None or found.fuzzy or not _whole(found)):
            missing.append(message.id)
    assert missing == [], f"{room_name(room)} lacks {len(missing)} texts in {language}; run make messages"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS, ids=room_name)
def test_a_translation_fills_the_same_places(room: Path, language: str) -> None:
    file = room / "locale" / language / "LC_MESSAGES" / "django.po"
    for message in catalogue_of(file, language) or ():
        for text in _texts(message):
            # A plural form may leave the number out: “two hours” is one word in Arabic.
            foreign = set(PLACES.findall(text)) - _places(message)
            lost = _places(message) - set(PLACES.findall(text)) if isinstance(message.id, str) else set()
            assert not foreign and not lost, (message.id, text)


@pytest.mark.parametrize("room", ROOMS, ids=room_name)
def test_french_signs_do_not_begin_a_line_of_their_own(room: Path) -> None:
    """Where French has a space before a sign or inside of quotation marks, the line is not broken there."""
    file = room / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    alone = [text for each in catalogue_of(file, "fr") or () for text in _texts(each) if BROKEN.search(text)]
    assert alone == [], "write a no-break space (U+00A0) there"


def _texts(message: Message) -> list[str]:
    if not message.id:
        return []
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return [text for text in texts if text]


def _places(message: Message) -> set[str]:
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    return {place for one in ids for place in PLACES.findall(one)}


def _whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(texts) and all(texts)
