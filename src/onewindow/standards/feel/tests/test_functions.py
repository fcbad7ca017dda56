"""Built-in functions that the public kit leaves thin."""

from decimal import Decimal

import pytest

from onewindow.standards import feel


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('split("John Doe", "\\s")', ["John", "Doe"]),
        ('split("a;b;;", ";")', ["a", "b", "", ""]),
        ('string join(["a", null, "b"], "-")', "a-b"),
        ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
        ('replace("a.b", ".", "$0$0", "q")', "a$0$0b"),
        ('replace("abc", "x*", "-")', None),
        ('replace("abc", "b", "$x")', None),
        ('matches("Hello", "^h.*O$", "i")', True),
        ('matches("a\\nb", "a.b")', False),
        ('matches("a\\nb", "a.b", "s")', True),
        ('matches("x", "[a-z-[aeiou]]")', True),
        ('matches("e", "^[a-z-[aeiou]]$")', False),
        ('matches("abab", "^(ab)\\\\1$")', True),
        ('matches("Ж", "\\p{IsCyrillic}")', True),
        ('matches("a", "(")', None),
        ('matches("hello world", "hello\\ sworld", "x")', True),
        ('string({a: "x", "b c": [1, "d"]})', '{a: "x", b c: [1, "d"]}'),
        ("string(1.10)", "1.10"),
        ('number("1 234,5", " ", ",")', Decimal("1234.5")),
        ("decimal(2.5, 0)", Decimal(2)),
        ("decimal(12.5, 2)", Decimal("12.50")),
        ("floor(-1.5)", Decimal(-2)),
        ("ceiling(1.21, 1)", Decimal("1.3")),
        ("round up(-5.5, 0)", Decimal(-6)),
        ("modulo(-12, 5)", Decimal(3)),
        ("median([3, 1, 2, 4])", Decimal("2.5")),
        ("stddev(2, 4, 7, 5)", Decimal("2.081665999466132735282297706979931")),
        ("all([true, null])", None),
        ("any(false, true)", True),
        ("min([])", None),
        ("sum([])", None),
        ("count([])", Decimal(0)),
        ('max("a", "b")', "b"),
        ("distinct values([1, 2, 1, null, null])", [1, 2, None]),
        ("union([1], [1, 2])", [1, 2]),
        ("flatten([[1, [2]], 3])", [1, 2, 3]),
        ("index of([1, 2, 1], 1)", [1, 3]),
        ("list replace([1, 2, 3], 2, 9)", [1, 9, 3]),
        ("list replace([1, 2, 3], function(item, new) item > 1, 0)", [1, 0, 0]),
        ("sort([3, 1, 2], function(a, b) a < b)", [1, 2, 3]),
        ('context([{key: "a", value: 1}])', {"a": 1}),
        ("context merge([{a: 1}, {a: 2, b: 3}])", {"a": 2, "b": 3}),
        ('is(@"10:00:00Z", @"10:00:00+00:00")', True),
        ('is(@"10:00:00Z", @"10:00:00")', False),
        ('years and months duration(@"2024-01-31", @"2023-12-01")', feel.YearsMonthsDuration(-1)),
        ('time(10, 30, 5.5, @"PT1H") = @"10:30:05.5+01:00"', True),
        ("overlaps([1..5], [5..8])", True),
        ("before((< 3), [3..4])", True),
        ("not(null)", None),
        ('range("[2..)") = (>= 2)', True),
        ('range("]..@\\"2024-01-01\\"]") = (<= @"2024-01-01")', True),
        ('range("(\\"a..b\\"..[").start', "a..b"),
        ('range("[2..3..)")', None),
        ('range("(..)")', None),
        ('range("(x..)")', None),
        ('number(from: "1.5")', Decimal("1.5")),
        ('number("1.5")', None),
        ('string join(["a"], ",", "<")', None),
        ("list contains(list: [null])", True),
        ("append(list: [1])", None),
        ("modulo(dividend: 1)", None),
    ],
)
def test_value(text: str, expected: object) -> None:
    assert feel.compile_expression(text).evaluate({}).value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('matches("q", "[^Q]", "i")', False),
        ('matches("a", "\\\\p{Lu}", "i")', False),
        ('matches("K", "\\u212a", "i")', True),
        ('matches("i", "[A-Z-[IO]]", "i")', False),
        ('substring("a", 1e6144)', None),
        ('substring("a", 1, 1e6144)', "a"),
        ('substring("a", -1e6144, -1e6144)', None),
        ("0 ** -1", None),
        ("2 + 0 ** -1 + 3", None),
        ("modulo(1e40, 3)", Decimal(1)),
        ("even(1e6000)", True),
        ("odd(1.5)", False),
        ("even(1.5)", False),
        ("concatenate(list: [1, 2])", [1, 2]),
        ("union(list: [1])", [1]),
        ("concatenate(list: [1, null])", None),
        ('@"2021-01-02" - @"2021-01-01T00:00:00"', None),
        ('string(@"2021-03-27T10:00:00@Europe/Paris" + @"PT24H")', "2021-03-28T11:00:00@Europe/Paris"),
        ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", Decimal(120)),
        ("{count: function(x) count(x) + 1, r: count([1])}.r", Decimal(2)),
    ],
)
def test_corners(text: str, expected: object) -> None:
    assert feel.compile_expression(text).evaluate({}).value == expected
