"""Keys to search and sort by, computed here and stored, so that every server gives the same answer.

``fold`` takes away what people leave out when they type: accents, case, harakat, the forms of alif.
``skeleton`` goes further and keeps the consonants in one script, so that *Amira* finds أميرة.
``variants`` of skeletons meet where one letter is wrong, missing or swapped with its neighbour.
"""

import re
import unicodedata
from functools import lru_cache
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
    | {"q": "k", "c": "k", "p": "b", "v": "f", "x": "h", "خ": "h"}
    | dict.fromkeys("اويءعaeiouyw", "")
)
_DIGRAPHS: Final = (
    ("x", "ks"),
    ("shch", "$"),
    ("sch", "$"),
    ("ch", "$"),
    ("sh", "$"),
    ("kh", "x"),
    ("zh", "j"),
    ("dj", "j"),
    ("gh", "g"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
)
_FIRST_VOWEL: Final = "0"
_VOWELS: Final = frozenset("aeiouywاويعء")
_ARTICLE: Final = "ال"
_SHORTEST_WITH_ARTICLE: Final = 5
# Arabic-Indic digits keep their own code points under NFKD; people type either.
_DIGITS: Final = {0x660 + n: str(n) for n in range(10)} | {0x6F0 + n: str(n) for n in range(10)}
_FORMS: Final = _ARABIC_FORMS | _LATIN_FORMS | _CYRILLIC | _DIGITS
_MARKS: Final = re.compile("[\u0300-\u036f\u0483-\u0489\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
_WORD: Final = re.compile(r"[^\W_]+")
_CODE: Final = re.compile(r"[\d][\d .\-/]*")
_SORT_LENGTH: Final = 200
_SHORTEST_THAT_LOSES: Final = 3


def fold(text: str) -> str:
    """Lower case without accents; Cyrillic in Latin letters; Arabic with one form of each letter.

    >>> fold("Émile BEN ŞALAH")
    'emile ben salah'
    """
    if text.isascii():
        return text.lower()
    # Unicode 16.0 §3.13, D146: taking a sign apart may bring capitals back (℠), so it is done twice.
    once = unicodedata.normalize("NFKD", text.casefold())
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", once.casefold()))
    return plain.translate(_FORMS)


def sort_key(text: str) -> str:
    """To order by, byte by byte: *Émile* stands before *Eva*, whatever the server's locale."""
    return " ".join(words(text))[:_SORT_LENGTH]


def words(text: str) -> list[str]:
    """The words of a text in their order, folded."""
    folded = fold(text)
    return [folded] if folded.isalnum() else _WORD.findall(folded)


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The consonants of a folded word in one script, and whether a vowel came first.

    Empty for numbers, and where nothing is left.

    >>> skeleton(fold("أميرة")) == skeleton(fold("Amira"))
    True
    """
    if any(sign.isdigit() for sign in word):
        return ""
    bare = word.removeprefix(_ARTICLE) if len(word) >= _SHORTEST_WITH_ARTICLE else word
    for letters, sound in _DIGRAPHS:
        bare = bare.replace(letters, sound)
    first = _FIRST_VOWEL if bare[:1] in _VOWELS else ""
    bare = bare.removesuffix("h").removesuffix("ه").translate(_CONSONANTS)
    return first + re.sub(r"(.)\1+", r"\1", bare)


def variants(text: str) -> tuple[str, ...]:
    """A word or a skeleton, and what is left of it when one sign is taken away.

    Two that share a variant differ by one sign, by two neighbours that were swapped, or by little more
    (W. Garbe's symmetric deletion).
    """
    if len(text) < _SHORTEST_THAT_LOSES:
        return (text,)
    return tuple(dict.fromkeys((text, *(text[:n] + text[n + 1 :] for n in range(len(text))))))


def together(one: str, other: str) -> str:
    """One lexeme for two skeletons of an entry, whichever is said first."""
    return f"+{one}+{other}" if one < other else f"+{other}+{one}"


def asked(text: str) -> list[str]:
    """The words of a question. A code that was typed with dots or spaces counts as one word."""
    stripped = fold(text.strip())
    if _CODE.fullmatch(stripped):
        return ["".join(letter for letter in stripped if letter.isdigit())]
    return words(text)
