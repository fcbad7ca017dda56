"""Where ``feelin`` means something else, each with the clause of DMN 1.5 that we hold to.

None is among the forms of ``typed``, and neither is what ``feelin`` has not at all: the relations of ranges
beyond before, after, meets, overlaps and includes; date and time of its parts; range(); flags x and q.
"""

from typing import NamedTuple


class Difference(NamedTuple):
    """One expression, what it is by the standard (as FEEL), and the clause that says so."""

    text: str
    ours: str
    clause: str


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        '@"2024-01-31" + @"PT36H"',
        '@"2024-02-01"',
        "table 57: a date and a days and time duration make a date",
    ),
    Difference(
        '@"2024-01-31" - @"PT1H"',
        '@"2024-01-30"',
        "table 57: a date and a days and time duration make a date",
    ),
    Difference(
        '@"10:30:00+02:00" - @"09:30:00Z"', '@"-PT1H"', "10.3.2.3.4: a time with an offset has a UTC form"
    ),
    Difference('@"10:30:00" - @"09:30:00Z"', "null", "table 57: both have an offset, or neither"),
    Difference('-@"PT1H"', '@"-PT1H"', "table 62, of a duration as of a number"),
    Difference('@"P1M" * 3', '@"P3M"', "table 59"),
    Difference('@"PT1H" / 2', '@"PT30M"', "table 59"),
    Difference(
        'years and months duration(@"2023-12-31", @"2025-03-01")',
        '@"P1Y2M"',
        "10.3.2.3.8: years and months, without days",
    ),
    Difference("[5..1]", "null", "10.3.2.7: the start comes before the end"),
    Difference("1 between 10 and -2", "false", "table 55: 1 >= 10 and 1 <= -2"),
    Difference("some x in [2, 1] satisfies x > null", "null", "tables 49 and 50: null or null"),
    Difference("for i in 1..0 return i", "[1, 0]", "10.3.2.14: a range may descend"),
    Difference("[1] = [1, 2]", "false", "table 53: lists of one length"),
    Difference('@"2024-01-01" = @"2024-01-01T00:00:00Z"', "true", "10.3.2.3.5: midnight in UTC"),
    Difference('is(1, "a")', "false", "10.3.2.2: is never results in null"),
    Difference("sublist([1], 2)", "null", "table 75, note 1: a position is within the list"),
    Difference("remove([1, 2], 3)", "null", "table 75, note 1: a position is within the list"),
    Difference("remove([1, 2, 3], -1)", "[1, 2]", "table 75, note 1: -1 is the last"),
    Difference("insert before([1, 2], -1, 9)", "[1, 9, 2]", "table 75, note 1: -1 is the last"),
    Difference("list replace([1, 2], -1, 9)", "[1, 9]", "table 75, note 1: -1 is the last"),
    Difference('substring("abc", 0)', "null", "table 74, note 1: a position is not zero"),
    Difference('substring("abc", 1, -1)', "null", "table 74, note 1: a length is at least one"),
    Difference('substring("a🐎b", -3, 2)', '"a🐎"', "table 74: characters, not halves of them"),
    Difference('split("ab", "(a)(b)")', '["", ""]', "table 74: what the groups matched is no substring"),
    Difference("median([100, -2, -1, -1])", "-1", "table 75: in the order of numbers"),
    Difference("mode([0.5, -2, 0])", "[-2, 0, 0.5]", "table 75: in ascending order"),
    Difference('min("b", "a")', '"a"', "table 75: of any items that can be compared"),
    Difference('number("", null, null)', "null", "table 72, note 1: digits, by grammar rule 37"),
    Difference("time(10, 30, 5.5)", '@"10:30:05.5"', "table 66: seconds have a fraction"),
    Difference("date(2024, 2.5, 1)", "null", "table 66: a month is a whole number"),
    Difference("string(decimal(2, 1))", '"2.0"', "10.3.2.3.1: a number has a scale"),
    Difference("string(1/3)", '"0.3333333333333333333333333333333333"', "10.3.2.3.1: 34 digits"),
    Difference("0.1 + 0.2 = 0.3", "true", "10.3.2.3.1: decimals"),
    Difference("0 ** -1", "null", "10.3.2.3.1: there is no infinity"),
    Difference("string([1..2])", '"[1..2]"', "table 72: any value but null becomes text"),
    Difference("overlaps((< 5), (>= 1))", "true", "tables 42 and 78: no end point is no limit"),
    Difference("before((>= 0), [2..3])", "false", "tables 42 and 78: no end point is no limit"),
    Difference("(1..2[ = (1..2)", "true", "grammar rule 11: the end of an open range"),
    Difference("if [false] then 1 else 2", "2", "table 49: the other where it is not true"),
    Difference("for x in 1 return x", "[1]", "10.3.2.9.4: an only item stands for its list"),
)
