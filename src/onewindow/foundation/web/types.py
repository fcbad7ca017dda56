"""What pages show, in plain values. A room builds these; the macros of ``web/*.html`` draw them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

FieldKind = Literal[
    "text",
    "long_text",
    "integer",
    "decimal",
    "money",
    "unit_price",
    "date",
    "yes_no",
    "choice",
    "choices",
    "code",
    "file",
    "list",
    "group",
    "statement",
    "known",
    "slot",
    "person",
    "password",
    "email",
    "hidden",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose.

    :param fields: shown under the option; asked only where it is chosen.
    :param language: of the label, where it is not the page's, such as the name of a language.
    """

    value: str
    label: str
    hint: str = ""
    fields: "tuple[FieldView, ...]" = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry of a repeating list.

    :param number: where the entry is in the list, from 0; part of its fields' names.
    :param title: what the entry is called, such as “Line 2”.
    """

    number: int
    title: str
    fields: "tuple[FieldView, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A field of a form, ready to be drawn by ``field(view)`` of ``web/fields.html``.

    :param name: path in the answers, such as ``lines/0/quantity``; also the name in the posted form. The
        HTML id is
        ``id``, derived from it, and an error summary links there.
    :param kind: a form field type of a service package; ``known`` is a fact or a computed value, shown and
        never asked.
    :param label: the question or label, in the page's language.
    :param value: what is answered so far: text for most kinds; ``tuple[str, ...]`` for ``choices``; ISO text
        (``2026-01-31``) or ``{"day", "month", "year"}`` as typed for ``date``; amount as typed for
        ``money`` and
        ``unit_price``; the name of the stored file for ``file``; ready text for ``known``.
    :param hint: help under the label.
    :param error: what is wrong with this answer, translated; empty where nothing is.
    :param required: False adds “(optional)” to the label.
    :param options: for ``choice``, ``choices``, ``code`` (found ones or all of a short list) and ``slot``.
    :param fields: the members of a ``group``.
    :param rows: the entries of a ``list``, each with fields named ``<name>/<number>/<field>``.
    :param currency: ISO 4217 code shown after the amount of ``money`` and ``unit_price``.
    :param unit: what a number counts, shown after it, such as ``kg``.
    :param accept: file name endings, such as ``("pdf", "xml")``.
    :param max_mb: greatest size of a file.
    :param min_rows: fewer cannot be removed.
    :param max_rows: more cannot be added.
    :param add_label: text of the button that adds an entry.
    :param search: for ``code``: what was searched for; the field asks for words, finds, then offers the
        found options.
    :param suggest_url: for ``code``: where suggestions come from as one types; an enhancement, never needed.
    :param wide: text inputs take the whole width.
    :param width: width of a text input in characters (2, 3, 4, 5, 10, 20, 30); 0 leaves it to the kind.
    :param rows_high: height of a ``long_text`` in lines.
    :param max_length: characters left are told.
    :param page_heading: the label is the heading (h1) of the page: for one question on a page.
    :param autocomplete: what the browser may fill in (WCAG 1.3.5), such as ``email``.
    :param source: for ``known``: where it is known from, such as “Register of companies”.
    :param correct: for ``known``: where one says that it is not right; empty where one cannot.
    :param language: language of the value, where it is not the page's.
    """

    name: str
    kind: FieldKind
    label: str
    value: object = None
    hint: str = ""
    error: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    fields: "tuple[FieldView, ...]" = ()
    rows: tuple[Row, ...] = ()
    currency: str = ""
    unit: str = ""
    accept: tuple[str, ...] = ()
    max_mb: int = 0
    min_rows: int = 0
    max_rows: int = 500
    add_label: str = ""
    search: str = ""
    suggest_url: str = ""
    wide: bool = False
    width: int = 0
    rows_high: int = 5
    max_length: int = 0
    page_heading: bool = False
    autocomplete: str = ""
    source: str = ""
    correct: str = ""
    language: str = ""

    @property
    def id(self) -> str:
        """The HTML id: the name with ``-`` for ``/``."""
        return field_id(self.name)


def field_id(path: str) -> str:
    """The HTML id of a field by its path, such as ``lines-0-quantity``."""
    return path.replace("/", "-")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One line of an error summary.

    :param text: translated message, with the way out.
    :param field: path of the field at fault; empty where none is.
    """

    text: str
    field: str = ""

    @property
    def target(self) -> str:
        """Where the line links to."""
        return f"#{field_id(self.field)}" if self.field else ""


@dataclass(frozen=True, slots=True)
class ErrorSummary:
    """All that is wrong with what was sent, in the order of the page."""

    errors: tuple[FieldError, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.errors)

    def of(self, field: str) -> str:
        """The first error of a field, else empty."""
        return next((error.text for error in self.errors if error.field == field), "")


TagColour = Literal["grey", "blue", "green", "yellow", "red", "purple", "turquoise", "orange"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A status in a few words. The words carry the meaning, the colour only helps."""

    text: str
    colour: TagColour = "grey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One entry of a timeline (``web/timeline.html``), newest or oldest first as the room likes.

    :param state: ``done`` | ``current`` | ``waiting`` | ``stopped``.
    :param when: shown text of the time; ``iso`` its machine form.
    """

    title: str
    when: str = ""
    iso: str = ""
    by: str = ""
    text: str = ""
    state: Literal["done", "current", "waiting", "stopped"] = "done"
    tag: Tag | None = None
    link: str = ""
    link_text: str = ""


ShapeKind = Literal[
    "start",
    "end",
    "intermediate",
    "boundary",
    "task",
    "subprocess",
    "gateway",
    "pool",
    "lane",
    "data",
    "note",
]
ShapeState = Literal["", "done", "current", "waiting", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A node of a diagram, in the coordinates of the diagram interchange.

    :param marker: what the symbol shows inside: ``user``, ``service``, ``script``, ``rule``, ``send``,
        ``receive``,
        ``manual``, ``call``, ``parallel``, ``exclusive``, ``inclusive``, ``event``, ``timer``, ``message``,
        ``error``, ``signal``, ``terminate``, ``conditional``, ``escalation``, ``compensation``; empty for
        none.
    :param text: the full text of its state for the text alternative, such as “waiting since 3 May”.
    :param repeats: multi-instance: ``""`` | ``parallel`` | ``sequential`` | ``loop``.
    :param label_at: middle of the upper edge of the label, where the model places it.
    :param badge: a few letters in a corner, such as a number of cases; ``text`` has to say it too.
    """

    id: str
    kind: ShapeKind
    name: str
    x: float
    y: float
    width: float
    height: float
    marker: str = ""
    state: ShapeState = ""
    text: str = ""
    repeats: str = ""
    interrupting: bool = True
    label_at: tuple[float, float] | None = None
    badge: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A flow between shapes.

    :param points: way points, at least two.
    :param taken: the flow was passed in this case.
    """

    id: str
    points: tuple[tuple[float, float], ...]
    name: str = ""
    kind: Literal["sequence", "message", "association"] = "sequence"
    taken: bool = False
    default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A process as a picture with a text alternative (``web/diagram.html``).

    :param title: what it is, such as “Where your request stands”.
    :param description: the same in one or two sentences.
    """

    title: str
    description: str
    shapes: tuple[Shape, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """A row of a summary list. ``change`` links to where it can be changed."""

    key: str
    value: str
    change: str = ""
    change_text: str = ""
    source: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A row of a task list. Without ``link`` it cannot be started yet."""

    title: str
    link: str = ""
    hint: str = ""
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. ``link`` makes its text a link; ``number`` aligns it to the end."""

    text: str
    link: str = ""
    tag: Tag | None = None
    number: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that stacks on a narrow screen: each row becomes a list of header and value.

    :param caption: what it shows; always there, may be visually hidden.
    :param head: column headers.
    :param rows: cells, as many as headers; the first of a row is its header.
    :param marked: numbers of the rows to stand out, from 0; a cell has to say why.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption_hidden: bool = False
    empty: str = ""
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where we are in a long list.

    :param number: this page, from 1; ``last`` the last one.
    :param query: the other parameters of the address, kept.
    """

    number: int
    last: int
    query: Mapping[str, str]
    parameter: str = "page"

    def link(self, number: int) -> str:
        """The address of a page of the list, relative to this page."""
        return f"?{urlencode({**self.query, self.parameter: str(number)})}"

    @property
    def shown(self) -> tuple[int, ...]:
        """The numbers to offer: the ends, and this page with its neighbours; 0 stands for a gap."""
        near = {1, self.last, *range(self.number - 1, self.number + 2)}
        numbers: list[int] = []
        for number in sorted(near & set(range(1, self.last + 1))):
            if numbers and number > numbers[-1] + 1:
                numbers.append(0)
            numbers.append(number)
        return tuple(numbers)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab that is a link: works without JavaScript, keeps its place in the history."""

    text: str
    link: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way back. Without ``link`` it is this page."""

    text: str
    link: str = ""
