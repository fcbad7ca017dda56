"""The language through its door."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from onewindow.standards import feel


def value(text: str, context: dict[str, object] | None = None, **options: object) -> object:
    names = tuple(context or {})
    return feel.compile_expression(text, names=names).evaluate(context or {}, **options).value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("-3 ** 2", Decimal(9)),
        ("0.1 + 0.2", Decimal("0.3")),
        ("10 / 3", Decimal("3.333333333333333333333333333333333")),
        ("1 / 0", None),
        ('"a" + "b"', "ab"),
        ('"a" + 1', None),
        ("[1, 2, 3][item > 1]", [Decimal(2), Decimal(3)]),
        ("[1, 2, 3][-1]", Decimal(3)),
        ("[{a: 1}, {a: 2}].a", [Decimal(1), Decimal(2)]),
        ("{a b: 1, c: a b + 1}.c", Decimal(2)),
        ("if null then 1 else 2", Decimal(2)),
        ("true or null", True),
        ("false or null", None),
        ("null and false", False),
        ("5 in (1..5]", True),
        ("5 in (< 3, > 4)", True),
        ("5 in [[1..2], [4..6]]", True),
        ("[1..10[ = [1..10)", True),
        ("(>= 10).start", Decimal(10)),
        ("[]1..2], ]3..4]][1] = (1..2]", True),
        ("2 in []1..2]]", True),
        ("[][1]", None),
        ("count([])", Decimal(0)),
        ("(< [10])", None),
        ("(>= true)", None),
        ("1 in (!= true)", None),
        ("2 between 1 and 3", True),
        ("some x in [1, 2] satisfies x > 1", True),
        ("every x in [1, 2] satisfies x > 1", False),
        ("for i in 1..3, j in [10, 20] return i + j", [Decimal(n) for n in (11, 21, 12, 22, 13, 23)]),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", [Decimal(n) for n in (1, 1, 2, 6, 24)]),
        ("for i in 1..3 return partial", [[], [[]], [[], [[]]]]),
        ("(function(a: number, b) a + b)(1, 2)", Decimal(3)),
        ('(function(a: number) a)("x")', None),
        ("{f: function(x) x * 2, r: f(21)}.r", Decimal(42)),
        ("(function(a, b) if b = null then a else b)(a: 1)", Decimal(1)),
        ("(function(a, b) a)(a: 1, c: 2)", None),
        ("(function(a, b) a)(1)", None),
        ("1 instance of number", True),
        ("[1] instance of list<number>", True),
        ("[1] instance of list", None),
        ('@"10:00:00" < @"09:30:00Z"', False),
        ('@"2024-01-01T10:00:00" < @"2024-01-01T10:30:00+05:00"', True),
        ('@"2024-01-01T10:00:00@Europe/Paris" <= @"2024-01-01T10:00:00"', True),
        ('{a: "x"} instance of context<a: string>', True),
        ('@"2024-02-29" + @"P1Y"', date(2025, 2, 28)),
        ('@"2024-03-31" - @"P1M"', date(2024, 2, 29)),
        ('date and time("2024-01-31T23:30:00Z") + @"PT1H"', datetime(2024, 2, 1, 0, 30, tzinfo=UTC)),
        ('@"10:00:00" - @"PT1H"', time(9, 0)),
        ('(@"2024-03-01" - @"2024-02-28").days', Decimal(2)),
        ('@"P1Y" = @"P12M"', True),
        ('"\\u00e9\\uD83D\\uDE00"', "é😀"),
        ("// a comment\n1 /* and another */ + 1", Decimal(2)),
        ('substring(string: "foobar", start position: 3)', "obar"),
    ],
)
def test_value(text: str, expected: object) -> None:
    assert value(text) == expected


def test_names_with_spaces_and_operators() -> None:
    context: dict[str, object] = {"net price": 10, "a-b": 3, "Approved/Declined": "x", "a": 1, "b": 2}
    assert value("net price * 2", context) == 20
    assert value("a-b", context) == 3
    assert value("a - b", context) == -1
    assert value("Approved/Declined", context) == "x"


def test_words_side_by_side_are_one_name_without_being_told() -> None:
    assert (
        feel.compile_expression("applicant.first name").evaluate({"applicant": {"first name": "A"}}).value
        == "A"
    )


def test_a_variable_called_like_a_function_does_not_hide_it() -> None:
    assert value('date("2024-01-01") = date', {"date": date(2024, 1, 1)}) is True


def test_python_values_in_and_out() -> None:
    context: dict[str, object] = {
        "n": 5,
        "when": datetime(2024, 1, 1, tzinfo=UTC),
        "length": timedelta(days=1),
    }
    assert value("when + length", context) == datetime(2024, 1, 2, tzinfo=UTC)
    assert value("n", context) == Decimal(5)


@pytest.mark.parametrize("given", [1.5, b"x", object(), Decimal("NaN"), {1: 2}])
def test_what_has_no_type_is_refused(given: object) -> None:
    with pytest.raises(feel.NotAFeelValue):
        value("x", {"x": given})


def test_null_comes_with_its_reason() -> None:
    result = feel.compile_expression("1 + missing").evaluate({})
    assert result.value is None
    assert [reason.code for reason in result.reasons] == ["unknown-name", "wrong-operands"]
    assert result.reasons[0].text() == "“missing” has no value here."


def test_strict_refuses_unknown_names() -> None:
    with pytest.raises(feel.UnknownName) as caught:
        feel.compile_expression("1 + missing", names=("other",), strict=True)
    assert caught.value.values["name"] == "missing"
    assert feel.compile_expression("other[x > sum(1, 2)]", names=("other",), strict=True)


@pytest.mark.parametrize(
    "text", ["", "1 +", "(1", "[1, 2", "if a then b", "1 2", '"open', "a..b", "for x in", "#"]
)
def test_bad_text_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile_expression(text)
    assert isinstance(caught.value.values["at"], int)


def test_the_house_lends_functions() -> None:
    later = feel.Function(("from", "n"), lambda day, n: day + timedelta(days=int(n)))
    context = {"working days after": later, "due": date(2024, 1, 1)}
    assert value("working days after(due, 3)", context) == date(2024, 1, 4)
    assert value("working days after(n: 3, from: due)", context) == date(2024, 1, 4)
    result = feel.compile_expression("working days after(1, 2)", names=context).evaluate(context)
    assert (result.value, result.reasons[0].code) == (None, "call-failed")


def test_the_clock_is_given_or_not_there() -> None:
    assert value("now()") is None
    assert value("today()", now=datetime(2024, 5, 6, 7, tzinfo=UTC)) == date(2024, 5, 6)


def test_years_beyond_python_and_nanoseconds_are_kept() -> None:
    far = value('date and time("99999-12-31T23:59:59.123456789Z")')
    assert str(far) == "99999-12-31T23:59:59.123456789Z"


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("-", 5, True),
        (">= 18", 18, True),
        ("< 18", 18, False),
        ("[18..30), 50", 50, True),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ("not(1) , 2", 2, True),
        ("? > 5 and ? < 7", 6, True),
        ("limit", 6, False),
        ("[5, 6]", 6, True),
        ("null", None, True),
        ("> 3", None, None),
        ('starts with(?, "a")', "abc", True),
    ],
)
def test_unary_tests(text: str, given: object, expected: object) -> None:
    context: dict[str, object] = {"limit": 5}
    assert feel.compile_unary_tests(text, names=context).matches(given, context).value is expected
