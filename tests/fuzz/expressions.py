"""Random FEEL: sentences of the grammar, sentences with something broken, and words in any order."""

import random
from collections.abc import Callable, Sequence

NAMES = ("x", "y?", "a b", "ctx", "items", "day", "f")
_NUMBERS = (
    "0",
    "1",
    "-1",
    "2",
    "10",
    "0.5",
    "-3.25",
    "1e3",
    "1e-6",
    "9999999999999999999999999999999999",
    "1e6144",
)
_STRINGS = (
    '""',
    '"a"',
    '"aé🐎"',
    '"a\\nb"',
    '"\\u0041"',
    '"(a+)+$"',
    '"2024-02-29"',
    '"P1Y"',
    '"Z"',
    '"aaaaaaaa"',
)
_MOMENTS = (
    '@"2024-02-29"',
    '@"-0001-01-01"',
    '@"999999999-12-31"',
    '@"10:00:00"',
    '@"23:59:59.999Z"',
    '@"10:00:00@Europe/Paris"',
    '@"2024-02-29T24:00:00"',
    '@"2024-03-31T02:30:00@Europe/Paris"',
    '@"P1Y2M"',
    '@"-P1DT2H"',
    '@"PT0.000000001S"',
    '@"nonsense"',
)
_CONSTANTS = ("true", "false", "null", "?", "partial", "item")
_FUNCTIONS = (
    "abs all any append ceiling contains context~put context~merge count date date~and~time day~of~week "
    "decimal distinct~values duration ends~with even exp flatten floor get~entries get~value index~of "
    "insert~before is list~contains list~replace log lower~case matches max mean median min mode modulo "
    "number odd overlaps product range remove replace reverse round~down round~half~up round~up sort "
    "split sqrt starts~with stddev string string~join string~length sublist substring substring~after "
    "sum time union upper~case week~of~year years~and~months~duration before after meets during "
    "includes finishes coincides now today not concatenate"
)
FUNCTIONS = tuple(name.replace("~", " ") for name in _FUNCTIONS.split())
_TYPES = (
    "number",
    "string",
    "list<number>",
    "context<a: Any>",
    "function<Any> -> number",
    "range<date>",
    "Null",
)
_OPERATORS = ("+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", " and ", " or ", " in ")
_TOKENS = (
    *[
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ".",
        "..",
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "->",
        '"',
        "\\",
        "'",
        "@",
        "//",
        "/*",
        "*/",
        "]1",
        "2[",
        "(>",
    ],
    *[
        "and",
        "or",
        "in",
        "between",
        "not",
        "if",
        "then",
        "else",
        "for",
        "return",
        "some",
        "every",
        "satisfies",
        "function",
        "instance",
        "of",
        "external",
    ],
)
_CHARACTERS = "()[]{},:.+-*/=<>!\"\\'@ \n\tabcxyz?019_é🐎\u200d\ud800\x00"


class Sentences:
    """Sentences of FEEL's grammar; deeper ones are rarer."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._rules: Sequence[Callable[[int], str]] = (
            self._operation,
            self._operation,
            self._call,
            self._call,
            self._list,
            self._context,
            self._range,
            self._loop,
            self._quantified,
            self._if,
            self._filter,
            self._path,
            self._function,
            self._between,
            self._instance,
            self._tests,
            self._brackets,
        )

    def one(self, depth: int = 0) -> str:
        """One sentence."""
        if depth > 4 or self.chance.random() < 0.22 * depth + 0.05:
            return self._leaf()
        return self.chance.choice(self._rules)(depth + 1)

    def _leaf(self) -> str:
        pick = self.chance.random()
        if pick < 0.3:
            return self.chance.choice(_NUMBERS)
        if pick < 0.5:
            return self.chance.choice(NAMES)
        return self.chance.choice(self.chance.choice((_STRINGS, _MOMENTS, _CONSTANTS)))

    def _several(self, depth: int, most: int = 3) -> str:
        return ", ".join(self.one(depth) for _ in range(self.chance.randint(0, most)))

    def _operation(self, depth: int) -> str:
        return f"{self.one(depth)} {self.chance.choice(_OPERATORS)} {self.one(depth)}"

    def _call(self, depth: int) -> str:
        return f"{self.chance.choice(FUNCTIONS)}({self._several(depth, 4)})"

    def _list(self, depth: int) -> str:
        return f"[{self._several(depth, 4)}]"

    def _context(self, depth: int) -> str:
        keys = self.chance.sample(("a", "b c", '"d"', "x"), self.chance.randint(0, 3))
        return f"{{{', '.join(f'{key}: {self.one(depth)}' for key in keys)}}}"

    def _range(self, depth: int) -> str:
        return f"{self.chance.choice('[(]')}{self.one(depth)}..{self.one(depth)}{self.chance.choice('])[')}"

    def _loop(self, depth: int) -> str:
        end = f"..{self.one(depth)}" if self.chance.random() < 0.4 else ""
        return (
            f"for i in {self.one(depth)}{end} return {self.chance.choice(('i', 'partial', self.one(depth)))}"
        )

    def _quantified(self, depth: int) -> str:
        word = self.chance.choice(("some", "every"))
        return f"{word} i in {self.one(depth)}, j in {self.one(depth)} satisfies {self.one(depth)}"

    def _if(self, depth: int) -> str:
        return f"if {self.one(depth)} then {self.one(depth)} else {self.one(depth)}"

    def _filter(self, depth: int) -> str:
        return f"({self.one(depth)})[{self.one(depth)}]"

    def _path(self, depth: int) -> str:
        name = self.chance.choice(("a", "b c", "year", "time offset", "start included", "x"))
        return f"({self.one(depth)}).{name}"

    def _function(self, depth: int) -> str:
        body = self.chance.choice(("p", "q", self.one(depth)))
        made = f"(function(p, q: {self.chance.choice(_TYPES)}) {body})"
        return f"{made}({self._several(depth, 2)})" if self.chance.random() < 0.7 else made

    def _between(self, depth: int) -> str:
        return f"{self.one(depth)} between {self.one(depth)} and {self.one(depth)}"

    def _instance(self, depth: int) -> str:
        return f"{self.one(depth)} instance of {self.chance.choice(_TYPES)}"

    def _tests(self, depth: int) -> str:
        operator = self.chance.choice(_OPERATORS[5:11])
        return f"{self.one(depth)} in ({operator} {self.one(depth)}, {self.one(depth)})"

    def _brackets(self, depth: int) -> str:
        return f"({self.one(depth)})"


def broken(chance: random.Random, text: str, other: str) -> str:
    """A text with a few things broken in it."""
    for _ in range(chance.randint(1, 4)):
        at, end = sorted(chance.randint(0, len(text)) for _ in range(2))
        end = min(end, at + 12)
        how = chance.randrange(6)
        if how == 0:
            text = text[:at] + text[end:]
        elif how == 1:
            text = text[:at] + text[at:end] * chance.randint(2, 6) + text[end:]
        elif how == 2:
            text = text[:at] + chance.choice(_CHARACTERS) + text[at:]
        elif how == 3:
            text = f"{text[:at]} {chance.choice(_TOKENS)} {text[at:]}"
        elif how == 4:
            cut = chance.randint(0, len(other))
            text = text[:at] + other[cut : cut + 30] + text[at:]
        else:
            text = text[:at] + text[end:] + text[at:end]
    return text[:400]


def words(chance: random.Random) -> str:
    """Words of the language in any order."""
    return " ".join(
        chance.choice(chance.choice((_TOKENS, _NUMBERS, _STRINGS, NAMES, FUNCTIONS)))
        for _ in range(chance.randint(1, 15))
    )
