"""Find somebody among hundreds by a part of a name or number, whatever its accents and case. Pure."""

import unicodedata


def plain(text: str) -> str:
    """Without accents and case, so that “Électronique” is found by “electro”."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def matches(asked: str, *texts: str) -> bool:
    """Whether each word that was asked for is a part of one of the texts."""
    there = [plain(text) for text in texts]
    return all(any(word in text for text in there) for word in plain(asked).split())
