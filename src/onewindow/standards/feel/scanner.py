"""Text to tokens, one at a time: which characters make a name depends on what the parser knows by then."""

import re
from dataclasses import dataclass

from .errors import FeelSyntaxError
from .names import WORD, KnownNames

KEYWORDS = frozenset(
    [
        "for",
        "return",
        "if",
        "then",
        "else",
        "some",
        "every",
        "satisfies",
        "instance",
        "in",
        "function",
        "or",
        "and",
        "between",
        "true",
        "false",
        "null",
    ]
)
_SPACE = re.compile(r"(?:[\s\u180e\u200b\ufeff]+|//[^\n\r]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_OPERATOR = re.compile(r"\*\*|\.\.|<=|>=|!=|->|[-+*/<>=()\[\]{},.:]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_LABEL = re.compile(r"[^\W\d][^(){}\[\]\"<>=,:]*?\s*:")


@dataclass(frozen=True, slots=True)
class Token:
    """kind is number, string, at, name, keyword, operator or end; value is its text, strings unescaped."""

    kind: str
    value: str
    start: int
    end: int


class Scanner:
    """The text with a place in it. Counts its work, since the parser may come back to a place."""

    __slots__ = ("_peeked", "at", "known", "text", "work")

    def __init__(self, text: str, known: KnownNames) -> None:
        self.text = text
        self.at = 0
        self.known = known
        self.work = 4 * len(text) + 2_000
        self._peeked: Token | None = None

    def peek(self) -> Token:
        """The next token, left where it is."""
        if self._peeked is None:
            self._peeked = self._scan(self._skip(self.at))
        return self._peeked

    def next(self) -> Token:
        """The next token, taken."""
        token = self.peek()
        self.at = token.end
        self._peeked = None
        return token

    def kind_after_next(self) -> str:
        """What kind of token comes after the next one."""
        return self._scan(self._skip(self.peek().end)).kind

    def back_to(self, at: int) -> None:
        """Stand at an earlier place again."""
        self.at = at
        self._peeked = None

    def word_follows(self) -> str | None:
        """The plain word that comes next, if it is one, keywords apart; taken as it stands."""
        found = WORD.match(self.text, self._skip(self.at))
        return found.group() if found and found.group() not in KEYWORDS else None

    def label_ahead(self) -> bool:
        """Whether a parameter name with its colon comes next: nothing else here is a word and a colon."""
        return _LABEL.match(self.text, self._skip(self.at)) is not None

    def take_until(self, stops: str) -> str:
        """The raw text up to one of some characters, which stays; for names where they are declared."""
        start = self._skip(self.at)
        end = start
        while end < len(self.text) and self.text[end] not in stops:
            end += 1
        self.back_to(end)
        return self.text[start:end].strip()

    def fail(self, expected: str, token: Token | None = None) -> FeelSyntaxError:
        """The error that says what was expected instead of a token."""
        start = (token or self.peek()).start if token or self._peeked else self._skip(self.at)
        near = self.text[start : start + 20] or "the end"
        return FeelSyntaxError(at=start, near=near, expected=expected)

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def _scan(self, at: int) -> Token:
        self.work -= 1
        if self.work < 0:
            raise FeelSyntaxError(
                at=at, near=self.text[at : at + 20], expected="it is too entangled to be read"
            )
        text = self.text
        if at >= len(text):
            return Token("end", "", at, at)
        known = self.known.longest_at(text, at)
        if known:
            return Token("name", known[0], at, known[1])
        word = WORD.match(text, at)
        if word:
            value = word.group()
            return Token("keyword" if value in KEYWORDS else "name", value, at, word.end())
        return self._scan_other(at)

    def _scan_other(self, at: int) -> Token:
        number = _NUMBER.match(self.text, at)
        if number:
            return Token("number", number.group(), at, number.end())
        operator = _OPERATOR.match(self.text, at)
        if operator:
            return Token("operator", operator.group(), at, operator.end())
        literal = self.text[at] == "@"
        string = _STRING.match(self.text, self._skip(at + 1) if literal else at)
        if string:
            return Token("at" if literal else "string", unescaped(string.group(1)), at, string.end())
        raise FeelSyntaxError(
            at=at, near=self.text[at : at + 20], expected="this character has no meaning here"
        )


def unescaped(text: str) -> str:
    """The characters that a string literal stands for (grammar rules 35, 64 and 65)."""
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(_unescape, text)
    return _SURROGATES.sub(lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)


def _unescape(found: "re.Match[str]") -> str:
    code = found[1] or found[2]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return _PLAIN.get(found[3], found.group())
