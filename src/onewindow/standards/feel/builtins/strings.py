"""String functions (DMN 1.5 table 74)."""

from decimal import Decimal

from ..reasons import BAD_PATTERN, WRONG_ARGUMENT
from ..regex import Pattern, PatternError, compile_pattern, expand
from ..run import CHARACTER, ITEM, Run
from ..values import Value
from .registry import builtin


@builtin("substring(string: string, start position: number, [length: number])")
def substring(run: Run, text: str, start: Decimal, length: Decimal | None = None) -> Value:
    at = int(start)
    if at == 0 or abs(at) > len(text):
        return run.note(WRONG_ARGUMENT, name="substring", value=f"the start position {start}")
    begin = at - 1 if at > 0 else len(text) + at
    if length is None:
        return text[begin:]
    if int(length) < 1:
        return run.note(WRONG_ARGUMENT, name="substring", value=f"the length {length}")
    return text[begin : begin + int(length)]


@builtin("string length(string: string)")
def string_length(run: Run, text: str) -> Value:
    return Decimal(len(text))


@builtin("upper case(string: string)")
def upper_case(run: Run, text: str) -> Value:
    run.grow(CHARACTER * len(text))
    return text.upper()


@builtin("lower case(string: string)")
def lower_case(run: Run, text: str) -> Value:
    run.grow(CHARACTER * len(text))
    return text.lower()


@builtin("substring before(string: string, match: string)")
def substring_before(run: Run, text: str, match: str) -> Value:
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after(string: string, match: string)")
def substring_after(run: Run, text: str, match: str) -> Value:
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string)")
def contains(run: Run, text: str, match: str) -> Value:
    return match in text


@builtin("starts with(string: string, match: string)")
def starts_with(run: Run, text: str, match: str) -> Value:
    return text.startswith(match)


@builtin("ends with(string: string, match: string)")
def ends_with(run: Run, text: str, match: str) -> Value:
    return text.endswith(match)


@builtin("matches(input: string, pattern: string, [flags: string?])")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    compiled = _compiled(run, pattern, flags)
    return None if compiled is None else compiled.search(text, 0, run.tick) is not None


@builtin("replace(input: string, pattern: string, replacement: string, [flags: string?])")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    """Every match, from left to right. A pattern that matches nothing at all is refused (F&O 3.1 §5.6.4)."""
    compiled = _compiled(run, pattern, flags)
    if compiled is None:
        return None
    if compiled.search("", 0, run.tick) is not None:
        return run.note(BAD_PATTERN, pattern=pattern, problem="it matches the empty text")
    literal = flags is not None and "q" in flags
    made: list[str] = []
    at = 0
    while (found := compiled.search(text, at, run.tick)) is not None:
        try:
            piece = text[at : found[0]] + (replacement if literal else expand(replacement, text, found))
        except PatternError as problem:
            return run.note(BAD_PATTERN, pattern=replacement, problem=str(problem))
        run.grow(CHARACTER * len(piece))
        made.append(piece)
        if found[1] == found[0]:
            made.append(text[found[1] : found[1] + 1])
        at = max(found[1], found[0] + 1)
        if at > len(text):
            break
    return "".join(made) + text[at:]


@builtin("split(string: string, delimiter: string)")
def split(run: Run, text: str, delimiter: str) -> Value:
    compiled = _compiled(run, delimiter, None)
    if compiled is None:
        return None
    if compiled.search("", 0, run.tick) is not None:
        return run.note(BAD_PATTERN, pattern=delimiter, problem="it matches the empty text")
    made: list[str] = []
    at = 0
    while (found := compiled.search(text, at, run.tick)) is not None:
        run.grow(ITEM + CHARACTER * (found[0] - at))
        made.append(text[at : found[0]])
        at = max(found[1], found[0] + 1)
    return [*made, text[at:]]


@builtin("string join(list: list, [delimiter: string?])")
def string_join(run: Run, items: list[Value], delimiter: str | None = None) -> Value:
    texts = [item for item in items if item is not None]
    if not all(type(text) is str for text in texts):
        return run.note(WRONG_ARGUMENT, name="string join", value="a list of something else than text")
    between = delimiter or ""
    run.grow(CHARACTER * sum(len(text) + len(between) for text in texts))
    return between.join(texts)


def _compiled(run: Run, pattern: str, flags: str | None) -> Pattern | None:
    try:
        run.tick(len(pattern))
        return compile_pattern(pattern, flags or "")
    except PatternError as problem:
        return run.note(BAD_PATTERN, pattern=pattern, problem=str(problem))
