"""When two names mean the same: a question of a form and an attribute of a register, in any language."""

import re
import unicodedata
from collections.abc import Iterable

from onewindow.kernel.localised import Localised

_WORD = re.compile(r"[^\W_]+")
_ARABIC_ARTICLE = re.compile(r"^[وفبكل]?ال(?=\w{2})")

_EMPTY_TEXTS = (
    "a an the of on in at for to and or your you my our their its his her is are was were what which please",
    "give enter full current applicant s do does did it live lives",
    "le la les l un une de du des d en au aux et ou votre vos son sa ses est quel quelle donnez indiquez",
    "actuel actuelle demandeur complet complete",
    "في من على عن إلى هو هي ما كم طالب الخاص الخاصة بك",
)
EMPTY = frozenset(word for text in _EMPTY_TEXTS for word in text.split())
"""Words that change nothing about what is asked."""

SAME: tuple[tuple[str, ...], ...] = (
    (
        "birth date",
        "date birth",
        "born",
        "birthdate",
        "birthday",
        "dob",
        "date naissance",
        "naissance",
        "né",
        "née",
        "تاريخ ولاد",
        "birth day",
    ),
    (
        "birth place",
        "place birth",
        "born where",
        "lieu naissance",
        "مكان ولاد",
    ),
    (
        "given name",
        "first name",
        "forename",
        "prénom",
        "اسم",
    ),
    (
        "family name",
        "last name",
        "surname",
        "nom famille",
        "nom",
        "لقب",
    ),
    (
        "name",
        "nom",
        "اسم كامل",
        "name surname",
        "nom prénom",
    ),
    (
        "sex",
        "gender",
        "sexe",
        "genre",
        "جنس",
    ),
    (
        "marital status",
        "civil status",
        "married",
        "état matrimonial",
        "situation familial",
        "état civil",
        "حال زوجي",
        "حال مدني",
    ),
    (
        "nationality",
        "citizenship",
        "nationalité",
        "citoyenneté",
        "جنسي",
    ),
    (
        "address",
        "home address",
        "postal address",
        "street",
        "residence",
        "domicile",
        "adresse",
        "résidence",
        "عنوان",
        "محل إقام",
    ),
    (
        "municipality",
        "town",
        "city",
        "commune",
        "ville",
        "بلدي",
        "مدين",
    ),
    (
        "phone",
        "telephone",
        "phone number",
        "telephone number",
        "mobile",
        "mobile number",
        "téléphone",
        "numéro téléphone",
        "هاتف",
        "رقم هاتف",
    ),
    (
        "mother name",
        "name mother",
        "mother",
        "nom mère",
        "mère",
        "اسم أم",
        "أم",
    ),
    (
        "father name",
        "name father",
        "father",
        "nom père",
        "père",
        "اسم أب",
        "أب",
    ),
    (
        "birth act",
        "birth record number",
        "number birth record",
        "birth certificate number",
        "numéro acte naissance",
        "عدد رسم ولاد",
    ),
    (
        "tax number",
        "tax id",
        "fiscal number",
        "taxpayer number",
        "vat number",
        "matricule fiscal",
        "identifiant fiscal",
        "معرف جبائي",
    ),
    (
        "customs code",
        "code douane",
        "رمز ديواني",
    ),
    (
        "legal form",
        "form company",
        "forme juridique",
        "شكل قانوني",
    ),
    (
        "activity",
        "business activity",
        "line business",
        "activité",
        "نشاط",
    ),
    (
        "founded",
        "date foundation",
        "date creation",
        "date création",
        "founding date",
        "تاريخ تأسيس",
    ),
    (
        "iban",
        "bank account",
        "account number",
        "compte bancaire",
        "numéro compte",
        "rib",
        "حساب بنكي",
        "رقم حساب",
    ),
    (
        "bank",
        "banque",
        "بنك",
    ),
    (
        "id number",
        "identity number",
        "national id",
        "identity card number",
        "card number",
        "national identity number",
        "id",
        "numéro identité",
        "numéro carte identité",
        "cin",
        "رقم بطاق تعريف",
        "رقم هوي",
    ),
    (
        "company name",
        "business name",
        "corporate name",
        "dénomination",
        "dénomination sociale",
        "raison sociale",
        "تسمي اجتماعي",
    ),
    (
        "company number",
        "registration number",
        "registry number",
        "numéro registre",
        "numéro immatriculation",
        "رقم سجل",
    ),
    (
        "email",
        "e mail",
        "mail",
        "courriel",
        "بريد إلكتروني",
    ),
)
"""Groups of phrases (words in order of the phrase, made plain) that ask for the same thing."""


def plain(text: str) -> tuple[str, ...]:
    """The words of a text that say what it is about: small, without accents, articles and plural endings."""
    lowered = unicodedata.normalize("NFC", text.replace("’", "'")).lower()
    kept = (word for word in _WORD.findall(lowered.replace("_", " ")) if word not in EMPTY)
    return tuple(_stem(word) for word in kept)


def same_meaning(left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether one of the left names means the same as one of the right ones."""
    lefts = [meaning_of(text) for text in left]
    rights = [meaning_of(text) for text in right]
    return any(one and not one.isdisjoint(other) for one in lefts for other in rights)


def meaning_of(text: str) -> frozenset[object]:
    """What a name stands for: its own words, and the groups that they belong to."""
    words = frozenset(plain(text))
    if not words:
        return frozenset()
    groups = {place for place, phrases in enumerate(_GROUPS) if words in phrases}
    return frozenset({words, *groups})


def names_of(label: Localised | None) -> tuple[str, ...]:
    """A label in every language that it has."""
    return tuple(text for _language, text in sorted(label.texts.items())) if label is not None else ()


def _stem(word: str) -> str:
    word = _ARABIC_ARTICLE.sub("", word)
    if word and "\u0600" <= word[0] <= "\u06ff":
        return word.removesuffix("ة").removesuffix("ية").removesuffix("ك") if len(word) > 3 else word
    without = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return (
        without[:-1] if len(without) > 3 and without.endswith("s") and not without.endswith("ss") else without
    )


_GROUPS: tuple[frozenset[frozenset[str]], ...] = tuple(
    frozenset(frozenset(plain(phrase)) for phrase in phrases) for phrases in SAME
)
