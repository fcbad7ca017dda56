"""Names as in Kazakhstan, written once in Kazakh Cyrillic; Russian and Latin spellings follow by rule."""

from typing import Final

from onewindow.commands.growing.naming import FamilyName, Names, Parts, Written, read_parts, shuffled

_TO_RUSSIAN: Final = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
_LETTERS: Final = dict(
    zip(
        "аәбвгғдезийкқлмнңоөпрстуұүфһыіэъь",
        (*"aabvggdeziykqlmn", "ng", *"ooprstuuufhyie", "", ""),
        strict=True,
    )
) | {
    letter: written
    for letter, _, written in (
        pair.partition("=")
        for pair in ["ё=yo", "ж=zh", "х=kh", "ц=ts", "ч=ch", "ш=sh", "щ=shch", "ю=yu", "я=ya"]
    )
}


def latin(text: str) -> str:
    """Cyrillic letters in Latin ones, as in passports."""
    parts = [_LETTERS.get(letter.lower(), letter) for letter in text]
    return "".join(
        part.capitalize() if letter.isupper() else part for letter, part in zip(text, parts, strict=True)
    )


def _written(kazakh: str) -> Written:
    russian = kazakh.translate(_TO_RUSSIAN)
    return {"kaz": kazakh, "rus": russian, "latn": latin(kazakh)}


def _given(parts: Parts, seconds: list[str], russian: list[str]) -> tuple[Written, ...]:
    composed = shuffled([_written(first + second) for first in parts["first"] for second in seconds])
    return (*composed[:24], *map(_written, russian), *composed[24:])


def _family(stem: str, ending: str, feminine: str) -> FamilyName:
    return FamilyName(_written(stem + ending), _written(stem + feminine))


def _families(parts: Parts) -> tuple[FamilyName, ...]:
    endings = (("ов", "ова"), ("баев", "баева"), ("беков", "бекова"), ("ұлы", "қызы"), ("жанов", "жанова"))
    stems = [first + second for first in parts["first"] for second in parts["male"]]
    kazakh = shuffled([_family(stem, *ending) for stem in stems for ending in endings])
    russian = [_family(stem, "ов", "ова") for stem in parts["russian_families"]]
    return (*kazakh[:60], *russian, *kazakh[60:])


def names() -> Names:
    """The whole set; making it takes some hundredths of a second."""
    parts = read_parts("kazakh")
    places = [_written(first + second) for first in parts["place_first"] for second in parts["place_second"]]
    places += [_written(first + second) for first in parts["first"] for second in parts["place_second"][:24]]
    return Names(
        scripts={"latn": "", "kaz": "_cyrl", "rus": "_ru"},
        men=_given(parts, parts["male"], parts["russian_men"]),
        women=_given(parts, parts["female"], parts["russian_women"]),
        families=_families(parts),
        places=_distinct(places),
        streets=tuple(parts["streets"]),
        company_words=tuple(
            latin(first + second) for first in parts["place_first"] for second in parts["place_second"][:20]
        ),
        company_forms=("TOO", "AO", "IP"),
        languages={"en": "latn", "kk": "kaz", "ru": "rus", "fr": "latn", "ar": "latn"},
        phone="+7701",
        nationality="Kazakhstan",
        patronymics=True,
    )


def _distinct(places: list[Written]) -> tuple[Written, ...]:
    return shuffled(list({each["latn"]: each for each in places}.values()))
