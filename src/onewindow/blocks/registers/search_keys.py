"""Keys to search and sort by, computed here and stored, so that every server gives the same answer.

``fold`` takes away what people leave out when they type: accents, case, harakat, the forms of alif.
``skeleton`` goes further and keeps the consonants in one script, so that *Amira* finds أميرة.
"""

import re
import unicodedata
from typing import Final

_ARABIC_FORMS: Final = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ـ": None,
        "ڤ": "ف",
        "ڨ": "ق",
        "گ": "ك",
        "ک": "ك",
        "ی": "ي",
    }
)
# Letters that NFKD leaves whole.
_LATIN_FORMS: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ŋ": "n", "ə": "a"}
)
_CYRILLIC: Final = str.maketrans(
    dict(
        zip(
            "абвгдезийклмнопрстуфхыэ",
            [
                "a",
                "b",
                "v",
                "g",
                "d",
                "e",
                "z",
                "i",
                "i",
                "k",
                "l",
                "m",
                "n",
                "o",
                "p",
                "r",
                "s",
                "t",
                "u",
                "f",
                "kh",
                "y",
                "e",
            ],
            strict=True,
        )
    )
    | {"ж": "j", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "ю": "iu", "я": "ia"}
    | {"қ": "k", "ғ": "g", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ә": "a", "і": "i"}
)
_CONSONANTS: Final = str.maketrans(
    dict(
        zip(
            "بتثجحخدذرزسشصضطظغفقكلمنه",
            [
                "b",
                "t",
                "t",
                "j",
                "h",
                "x",
                "d",
                "d",
                "r",
                "z",
                "s",
                "$",
                "s",
                "d",
                "t",
                "d",
                "g",
                "f",
                "k",
                "k",
                "l",
                "m",
                "n",
                "h",
            ],
            strict=True,
        )
    )
    | dict.fromkeys("اويءع", "")
)
_DIGRAPHS: Final = (
    ("sch", "$"),
    ("ch", "$"),
    ("sh", "$"),
    ("kh", "x"),
    ("gh", "g"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("dj", "j"),
)
_LATIN_CONSONANTS: Final = str.maketrans(
    {"q": "k", "c": "k", "p": "b", "v": "f"} | dict.fromkeys("aeiouyw", "")
)
_WORD: Final = re.compile(r"[^\W_]+")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
_CODE: Final = re.compile(r"[\d][\d .\-/]*")
_SORT_LENGTH: Final = 200


def fold(text: str) -> str:
    """Lower case without accents; Cyrillic in Latin letters; Arabic with one form of each letter.

    >>> fold("Émile BEN ŞALAH")
    'emile ben salah'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    # Arabic-Indic digits keep their own code points under NFKD; people type either.
    kept = (
        str(unicodedata.digit(letter)) if letter.isdigit() and letter not in "0123456789" else letter
        for letter in plain
        if not unicodedata.combining(letter)
    )
    return "".join(kept).translate(_LATIN_FORMS).translate(_ARABIC_FORMS).translate(_CYRILLIC)


def sort_key(text: str) -> str:
    """To order by, byte by byte: *Émile* stands before *Eva*, whatever the server's locale."""
    return " ".join(_WORD.findall(fold(text)))[:_SORT_LENGTH]


def words(text: str) -> list[str]:
    """The words of a text, folded, each once and in order."""
    return list(dict.fromkeys(_WORD.findall(fold(text))))


def skeleton(word: str) -> str:
    """The consonants of a folded word in one script; empty where fewer than two are left.

    >>> skeleton(fold("أميرة")) == skeleton(fold("Amira"))
    True
    """
    if _ARABIC.search(word):
        bare = word.removesuffix("ه").translate(_CONSONANTS)
    else:
        bare = word
        for letters, sound in _DIGRAPHS:
            bare = bare.replace(letters, sound)
        bare = bare.removesuffix("h").translate(_LATIN_CONSONANTS)
    bare = re.sub(r"(.)\1+", r"\1", bare)
    return bare if len(bare) > 1 and not bare.isdigit() else ""


def asked(text: str) -> list[str]:
    """The words of a question. A code that was typed with dots or spaces counts as one word."""
    stripped = fold(text.strip())
    if _CODE.fullmatch(stripped):
        return ["".join(letter for letter in stripped if letter.isdigit())]
    return words(text)


def is_foreign_script(word: str) -> bool:
    """Whether a folded word is not in Latin letters, so that its skeleton is worth asking for."""
    return bool(_ARABIC.search(word))
