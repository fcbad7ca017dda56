"""Random FEEL that means something: each part is of the type that its place wants.

The forms are those that ``feelin`` knows too. What it leaves out or means otherwise is in ``differences``.
"""

import random
from collections.abc import Callable, Sequence

_WORDS = ('"a"', '"ab"', '"Abc"', '"foo bar"', '"x-y-z"', '""', '"2"', '"aé"')
_NUMBERS = ("0", "1", "2", "3", "5", "10", "-1", "-2", "0.5", "2.5", "-3.25", "100")
_DATES = ("2024-02-29", "2023-12-31", "2024-01-31", "2025-03-01", "1999-10-05")
_TIMES = ("23:59:59Z", "00:00:00Z", "10:30:00Z", "10:30:00+02:00", "09:30:00Z", "23:00:00-05:00")
_LENGTHS = ("P1D", "PT1H", "-PT30M", "P2DT3H", "PT0S", "PT36H", "PT90S")
_MONTHS = ("P1Y", "P2M", "-P1M", "P1Y2M", "P0M", "P14M")
_PATTERNS = ('"a"', '"[a-c]+"', '"o+"', '"-"', '"\\s"', '"^a"', '".b"')
_ORDERS = ("<", "<=", ">", ">=", "=", "!=")
_ORDERED = ("number", "text", "date", "time", "moment", "length", "months")
_SCALARS = ("number", "text", "date", "time", "length", "months", "truth")
_ANY = (*_SCALARS, "moment", "numbers", "texts", "context", "range")
_TYPES = (
    "number",
    "string",
    "boolean",
    "date",
    "time",
    "date and time",
    "days and time duration",
    "years and months duration",
    "list<number>",
    "list<string>",
    "context<a: number>",
    "Any",
)


class TypedSentences:
    """Sentences whose parts fit; deeper ones are rarer."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def one(self) -> str:
        """One sentence of any type."""
        return self.of(self.chance.choice(_ANY), 0)

    def of(self, kind: str, depth: int) -> str:
        """One sentence of a type."""
        if depth > 3 or self.chance.random() < 0.15 + 0.15 * depth:
            return self._leaf(kind)
        if self.chance.random() < 0.06:
            return self._fill(f"(if `truth` then `{kind}` else `{kind}`)", depth + 1)
        return self._fill(self.chance.choice(_FORMS[kind]), depth + 1)

    def _leaf(self, kind: str) -> str:
        pick = self.chance.choice
        plain = {"number": _NUMBERS, "text": _WORDS, "truth": ("true", "false")}
        quoted = {"date": _DATES, "time": _TIMES, "length": _LENGTHS, "months": _MONTHS}
        lists = {"numbers": _NUMBERS, "texts": _WORDS}
        if kind in plain:
            return pick(plain[kind])
        if kind in quoted:
            return f'@"{pick(quoted[kind])}"'
        if kind in lists:
            return f"[{', '.join(pick(lists[kind]) for _ in range(self.chance.randint(0, 4)))}]"
        if kind == "context":
            return f"{{a: {pick(_NUMBERS)}, b: {pick(_WORDS)}}}"
        return f'@"{pick(_DATES)}T{pick(_TIMES)}"' if kind == "moment" else self._span()

    def _span(self) -> str:
        low = self.chance.randint(-2, 4)
        opening, closing = self.chance.choice("[("), self.chance.choice("])")
        return f"{opening}{low}..{low + self.chance.randint(0, 5)}{closing}"

    def _fill(self, form: str, depth: int) -> str:
        """The form, with a sentence of that type for each type between backquotes."""
        made: list[str] = []
        same: dict[str, str] = {}
        for at, part in enumerate(form.split("`")):
            made.append(self._named(part, depth, same) if at % 2 else part)
        return "".join(made)

    def _named(self, part: str, depth: int, same: dict[str, str]) -> str:
        special: dict[str, Callable[[], str]] = {
            "order": lambda: self.chance.choice(_ORDERS),
            "pattern": lambda: self.chance.choice(_PATTERNS),
            "type": lambda: self.chance.choice(_TYPES),
            "place": lambda: str(self.chance.choice((-2, -1, 1, 2, 3))),
            "count": lambda: str(self.chance.randint(1, 4)),
            "plain": lambda: self._leaf("number"),
            "any": lambda: self.of(self.chance.choice(_ANY), depth),
            "scalar": lambda: self.of(self.chance.choice(_SCALARS), depth),
            "list": lambda: self.of(self.chance.choice(("numbers", "texts")), depth),
        }
        if part == "ordered":
            kind = same.setdefault("ordered", self.chance.choice(_ORDERED))
            return self.of(kind, depth)
        return special[part]() if part in special else self.of(part, depth)


# Between backquotes stands what is filled in.
_FORMS: dict[str, Sequence[str]] = {
    "number": (
        "(`number` + `number`)",
        "(`number` - `number`)",
        "(`number` * `number`)",
        "(`number` / 2)",
        "(`number` ** 2)",
        "-(`number`)",
        "abs(`number`)",
        "floor(`plain`)",
        "ceiling(`plain`)",
        "floor(`plain`, 1)",
        "decimal(`plain`, 1)",
        "round up(`plain`, 1)",
        "round down(`plain`, 1)",
        "round half up(`plain`, 0)",
        "round half down(`plain`, 0)",
        "modulo(`plain`, 3)",
        "sqrt(`count`)",
        "count(`list`)",
        "sum(`numbers`)",
        "min(`numbers`)",
        "max(`numbers`)",
        "mean(`numbers`)",
        "product(`numbers`)",
        "stddev(`numbers`)",
        "max(`number`, `number`)",
        "sum(`number`, `number`)",
        "string length(`text`)",
        "`numbers`[`place`]",
        "`context`.a",
        'get value(`context`, "a")',
        "`date`.year",
        "`date`.weekday",
        "`moment`.day",
        "`moment`.hour",
        "`time`.minute",
        "`length`.days",
        "`length`.hours",
        "`months`.years",
        "`months`.months",
        "day of year(`date`)",
        "week of year(`date`)",
        "(function(p: number, q: number) p - q)(`number`, `number`)",
        "(function(p, q) p + q)(q: `number`, p: `number`)",
        "{x: `number`, y: x + `number`}.y",
        "count(`numbers`[item `order` `number`])",
        "(for i in `numbers` return i * `number`)[1]",
        "`range`.start",
    ),
    "text": (
        "(`text` + `text`)",
        "upper case(`text`)",
        "lower case(`text`)",
        "substring(`text`, `place`)",
        "substring(`text`, `place`, `count`)",
        "string(`date`)",
        "string(`length`)",
        "string(`months`)",
        "string(`truth`)",
        "substring before(`text`, `text`)",
        "substring after(`text`, `text`)",
        'replace(`text`, `pattern`, "_")',
        'replace(`text`, `pattern`, "<$0>")',
        "string join(`texts`)",
        'string join(`texts`, ", ")',
        "`texts`[`place`]",
        "`context`.b",
        "day of week(`date`)",
        "month of year(`date`)",
    ),
    "truth": (
        "(`ordered` `order` `ordered`)",
        "(`number` `order` `number`)",
        "(`text` `order` `text`)",
        "(`scalar` = `scalar`)",
        "(`scalar` != `scalar`)",
        "even(`plain`)",
        "odd(`plain`)",
        "is(`text`, `text`)",
        "after(`number`, `number`)",
        "(`truth` and `truth`)",
        "(`truth` or `truth`)",
        "(`truth` and `any`)",
        "not(`truth`)",
        "(`number` in `range`)",
        "(`number` in (`range`, `number`, > `number`))",
        "(`number` in `numbers`)",
        "(`text` in `texts`)",
        "(`number` in (< `number`))",
        "contains(`text`, `text`)",
        "starts with(`text`, `text`)",
        "ends with(`text`, `text`)",
        "matches(`text`, `pattern`)",
        "list contains(`list`, `any`)",
        "(some x in `numbers` satisfies x `order` `number`)",
        "(every x in `numbers` satisfies x `order` `number`)",
        "all([`truth`, `truth`])",
        "any([`truth`, `truth`])",
        "all(`truth`, `truth`)",
        "(`any` instance of `type`)",
        "before(`number`, `range`)",
        "before(`range`, `range`)",
        "after(`range`, `number`)",
        "meets(`range`, `range`)",
        "met by(`range`, `range`)",
        "overlaps(`range`, `range`)",
        "includes(`range`, `number`)",
        "includes(`range`, `range`)",
        "`range`.start included",
        "(`count` in `numbers`)",
        "(`context` = `context`)",
        "(`range` = `range`)",
    ),
    "date": (
        "date(`text`)",
        'date("2024-05-06")',
        "date(`moment`)",
        "(`date` + `months`)",
        "(`date` - `months`)",
    ),
    "time": (
        'time("11:22:33Z")',
        "time(`moment`)",
        "(`time` + `length`)",
        "(`time` - `length`)",
    ),
    "moment": (
        'date and time("2024-05-06T07:08:09Z")',
        "date and time(`date`, `time`)",
        "(`moment` + `months`)",
        "(`moment` - `months`)",
        "(`moment` + `length`)",
        "(`moment` - `length`)",
    ),
    "length": (
        'duration("P3DT4H")',
        "(`date` - `date`)",
        "(`length` + `length`)",
        "(`length` - `length`)",
        "abs(`length`)",
    ),
    "months": (
        'duration("P3M")',
        "(`months` + `months`)",
        "(`months` - `months`)",
        "abs(`months`)",
    ),
    "numbers": (
        "append(`numbers`, `number`)",
        "append(`numbers`, `number`, `number`)",
        "concatenate(`numbers`, `numbers`)",
        "insert before(`numbers`, `count`, `number`)",
        "remove(`numbers`, `count`)",
        "list replace(`numbers`, `count`, `number`)",
        "(for i in 1..`count` return i * 2)",
        "reverse(`numbers`)",
        "sublist(`numbers`, `place`)",
        "sublist(`numbers`, `place`, `count`)",
        "distinct values(`numbers`)",
        "union(`numbers`, `numbers`)",
        "flatten([`numbers`, [`number`, `numbers`]])",
        "index of(`numbers`, `number`)",
        "list replace(`numbers`, function(item, newItem) item < newItem, `number`)",
        "sort(`numbers`, function(x, y) x < y)",
        "`numbers`[item `order` `number`]",
        "`numbers`[`truth`]",
        "(for i in `numbers` return i + `number`)",
        "(for i in `numbers`, j in `numbers` return i - j)",
        "(for i in 1..3 return if i = 1 then 1 else partial[-1] * i)",
        "[`context`, {a: `number`}].a",
        "[{a: `number`}, {a: `number`}][a `order` `number`].a",
        "[`number`, `number`]",
    ),
    "texts": (
        "split(`text`, `pattern`)",
        "append(`texts`, `text`)",
        "(for w in `texts` return upper case(w))",
        "`texts`[item `order` `text`]",
        "distinct values(`texts`)",
        "sort(`texts`, function(x, y) x < y)",
        "[`text`, `text`]",
        "get entries(`context`).key",
    ),
    "context": (
        "{a: `number`, b: `text`}",
        "{a: `count`, b: string(a)}",
        'context put(`context`, "a", `number`)',
        "context merge([`context`, {c: `number`}])",
        'context([{key: "a", value: `number`}, {key: "b", value: `text`}])',
    ),
    "range": ("[`plain`..100]", "(-100..`plain`)", '[@"1990-01-01"..`date`]'),
}
