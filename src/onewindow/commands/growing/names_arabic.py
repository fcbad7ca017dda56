"""Names as in the Maghreb, in Arabic and in the Latin letters of French documents."""

from typing import Final

from onewindow.commands.growing.naming import FamilyName, Names, Parts, Written, read_parts, shuffled

_PREFIXES: Final = (
    ("", ""),
    ("Ben ", "بن "),
    ("Bou", "بو"),
    ("Bel", "بال"),
    ("Haj ", "الحاج "),
    ("Ould ", "ولد "),
    ("Sidi ", "سيدي "),
)


def _pair(text: str) -> Written:
    """The Latin spelling comes first, and has no space before the Arabic letters begin."""
    place = next(n for n, letter in enumerate(text) if "\u0600" <= letter <= "\u06ff")
    return {"latn": text[:place].strip(), "arab": text[place:].strip()}


def _families(parts: Parts) -> tuple[FamilyName, ...]:
    stems = [_pair(stem) for stem in parts["families"]] + [_pair(name) for name in parts["men"]]
    plain = [_joined(prefix, stem) for prefix in _PREFIXES for stem in stems]
    double = [
        {script: f"{one[script]} {other[script]}" for script in one}
        for one in stems[:99]
        for other in stems[:99]
        if one is not other
    ]
    ordered = (*shuffled(plain), *shuffled(double))
    return tuple(FamilyName(each, each) for each in ordered)


def _joined(prefix: tuple[str, str], stem: Written) -> Written:
    latin = prefix[0] + (stem["latn"].lower() if prefix[0] in ("Bou", "Bel") else stem["latn"])
    return {"latn": latin, "arab": prefix[1] + stem["arab"]}


def _places(parts: Parts) -> tuple[Written, ...]:
    seconds = [_pair(each) for each in (*parts["families"], *parts["men"])]
    made = {
        f"{first['latn']} {second['latn']}": {
            "latn": f"{first['latn']} {second['latn']}",
            "arab": f"{first['arab']} {second['arab']}",
        }
        for first in map(_pair, parts["place_first"])
        for second in seconds
    }
    return shuffled(list(made.values()))


def names() -> Names:
    """The whole set; making it takes some hundredths of a second."""
    parts = read_parts("arabic")
    words = [f"{trade} {business}" for trade in parts["trades"] for business in parts["businesses"]]
    return Names(
        scripts={"latn": "", "arab": "_ar"},
        men=tuple(map(_pair, parts["men"])),
        women=tuple(map(_pair, parts["women"])),
        families=_families(parts),
        places=_places(parts),
        streets=tuple(parts["streets"]),
        company_words=shuffled(words),
        company_forms=("SARL", "SA", "SUARL"),
        languages={"en": "latn", "fr": "latn", "ar": "arab"},
        phone="+2165",
        nationality="Tamaris",
    )
