"""One walk through a form with somebody's answers: what is shown, what was answered, what is wrong.

The walk goes down the form, and a rule sees the answers above it; checks see all. Bad input never raises:
it becomes a problem with a path.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from decimal import Decimal

from onewindow.blocks.catalogue import errors
from onewindow.blocks.catalogue.errors import AnswerProblem
from onewindow.blocks.catalogue.form_types import Check, Decision, Field, Form, Page
from onewindow.blocks.catalogue.formula import Formula
from onewindow.blocks.catalogue.limits import broken_limits
from onewindow.blocks.catalogue.ports import Lookups
from onewindow.blocks.catalogue.readers import Surroundings, is_empty, option_text, read_value
from onewindow.blocks.catalogue.types import ShownField, ShownPage
from onewindow.kernel.currencies import UnknownCurrency
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.standards import feel

MAX_ROWS = 1000
_NOT_ANSWERED = object()
_OF_A_ROW = frozenset({"row", "item"})
"""Names that differ from row to row. What uses neither is evaluated once a list, for a list may be long."""


@dataclass
class Walk:
    """The state of one walk.

    :param typed: the answers read so far; the same object is in the scope under the form's name.
    :param problems: (page, problem) in the order of the form.
    :param memo: inside a list, values of formulas that are the same for each row.
    :param filed: the answers were filed: what was computed and decided then stays as it was.
    :param fired: (decision, rule) that answered a field, by their ids in decisions.dmn.
    """

    form: Form
    scope: dict[str, object]
    lookups: Lookups | None
    language: str
    now: datetime | None
    typed: dict[str, object] = dataclass_field(default_factory=dict[str, object])
    problems: list[tuple[str, OnewindowError]] = dataclass_field(
        default_factory=list[tuple[str, OnewindowError]]
    )
    pages: list[ShownPage] = dataclass_field(default_factory=list[ShownPage])
    page: str = ""
    memo: dict[int, object] | None = None
    filed: bool = False
    fired: set[tuple[str, str]] = dataclass_field(default_factory=set[tuple[str, str]])

    def go(self, answers: Mapping[str, object]) -> None:
        """Walk all pages, then make the checks."""
        for name in (self.form.name, *self.form.also):
            self.scope[name] = self.typed
        self._refuse_strangers(self.form.fields, answers, "")
        for page in self.form.pages:
            self._walk_page(page, answers)
        for check in self.form.checks:
            self._check(check)

    # Pages and fields -------------------------------------------------------------------------

    def _walk_page(self, page: Page, answers: Mapping[str, object]) -> None:
        self.page = page.page
        if page.show_if is not None and not self._holds(page.show_if, self.scope):
            return
        shown = [self._walk_field(field, answers, self.typed, self.scope, "") for field in page.fields]
        for field in page.fields:
            if field.also and field.field in self.typed:
                self.typed.update(dict.fromkeys(field.also, self.typed[field.field]))
        fields = tuple(field for field in shown if field is not None)
        if fields:
            self.pages.append(ShownPage(page.page, page.title, page.text, fields))

    def _walk_field(
        self,
        field: Field,
        answers: Mapping[str, object],
        typed: dict[str, object],
        scope: dict[str, object],
        prefix: str,
    ) -> ShownField | None:
        if field.show_if is not None and not self._holds(field.show_if, scope):
            return None
        path = f"{prefix}{field.field}"
        if field.type == "statement":
            return ShownField(field, path, None, required=False, known=False)
        stays = self.filed and not field.asked and field.field in answers
        settled = answers[field.field] if stays else self._settled(field, scope)
        if settled is not _NOT_ANSWERED:
            if settled is not None:
                typed[field.field] = settled
            named = tuple((one.value, one.label) for one in field.options)
            return ShownField(field, path, settled, required=False, known=True, options=named)
        raw = answers.get(field.field)
        if field.type in ("list", "group"):
            return self._walk_rows(field, raw, typed, scope, path)
        return self._walk_answer(field, raw, typed, scope, path)

    def _settled(self, field: Field, scope: Mapping[str, object]) -> object:
        """The value of a field that nobody is asked: computed, or known to a register."""
        if field.computed is not None:
            return self._rounded(field, self._value(field.computed, scope), scope)
        if field.decision is not None:
            return self._decided(field.decision, scope)
        known = self._value(field.known, scope) if field.known is not None else None
        return _NOT_ANSWERED if known is None or known == "" else known

    def _decided(self, decision: Decision, scope: Mapping[str, object]) -> object:
        try:
            made = decision.made(scope, now=self.now)
        except OnewindowError:
            self.problems.append((self.page, errors.RuleTooCostly(label=self.form.form)))
            return None
        if made is None:
            return None
        self.fired.update((owner, rule) for owner, rules in made.fired.items() for rule in rules)
        return made.value

    def _rounded(self, field: Field, value: object, scope: Mapping[str, object]) -> object:
        """A computed amount of money is rounded to the minor unit, half away from zero."""
        currency = self._currency(field, scope)
        if field.type != "money" or currency is None or not isinstance(value, Decimal):
            return value
        try:
            return Money.rounded(value, currency).amount
        except UnknownCurrency:
            return value

    def _walk_answer(
        self, field: Field, raw: object, typed: dict[str, object], scope: Mapping[str, object], path: str
    ) -> ShownField:
        required = self._required(field, scope)
        options = self._options(field, scope)
        if field.type == "choices" and isinstance(raw, list | tuple):
            raw = [one for one in raw if not is_empty(one)]  # a page sends an empty box along
        shown = raw
        if is_empty(raw):
            shown = self._value(field.default, scope) if field.default is not None else None
            if required:
                self._problem(errors.AnswerMissing(), field, path)
        else:
            try:
                value = read_value(field, raw, self._surroundings(field, scope, options))
                typed[field.field] = shown = value
                for broken in broken_limits(field, value, lambda formula: self._value(formula, scope)):
                    self._problem(broken, field, path)
            except AnswerProblem as problem:
                self._problem(problem, field, path)
        labels = tuple((option_text(value), label) for value, label in options)
        return ShownField(field, path, shown, required=required, known=False, options=labels)

    def _surroundings(
        self, field: Field, scope: Mapping[str, object], options: tuple[tuple[object, Localised], ...]
    ) -> Surroundings:
        return Surroundings(
            lookups=self.lookups,
            currency=self._currency(field, scope),
            offered=tuple(value for value, _label in options),
        )

    # Lists and groups -------------------------------------------------------------------------

    def _walk_rows(
        self, field: Field, raw: object, typed: dict[str, object], scope: dict[str, object], path: str
    ) -> ShownField:
        items = self._items(field, scope)
        rows = self._raw_rows(field, raw, path)
        if items is not None:
            rows = self._fit(field, rows, items, path)
        elif field.type == "list":
            rows = self._limit(field, rows, scope, path)
        read: list[dict[str, object]] = []
        if rows or field.type == "list":
            typed[field.field] = read if field.type == "list" else {}
        shown: list[tuple[ShownField, ...]] = []
        outer, self.memo = self.memo, {} if self.memo is None else self.memo
        for index, row in enumerate(rows):
            values: dict[str, object] = {}
            read.append(values)
            if field.type == "group":
                typed[field.field] = values
            prefix = f"{path}/{index}/" if field.type == "list" else f"{path}/"
            self._refuse_strangers(field.fields, row, prefix)
            inner = {**scope, "row": values, "item": items[index] if items is not None else None}
            found = (self._walk_field(one, row, values, inner, prefix) for one in field.fields)
            shown.append(tuple(one for one in found if one is not None))
        self.memo = outer
        return ShownField(
            field,
            path,
            None,
            required=self._required(field, scope),
            known=False,
            rows=tuple(shown),
            may_add=field.type == "list" and items is None,
        )

    def _items(self, field: Field, scope: Mapping[str, object]) -> list[object] | None:
        if field.rows_from is None:
            return None
        items = self._value(field.rows_from, scope)
        return list(items[:MAX_ROWS]) if isinstance(items, list | tuple) else []

    def _raw_rows(self, field: Field, raw: object, path: str) -> list[Mapping[str, object]]:
        if field.type == "group":
            raw = [{} if is_empty(raw) else raw]
        if isinstance(raw, Mapping) and all(str(key).isdecimal() for key in raw):
            raw = [raw[key] for key in sorted(raw, key=lambda key: int(key[:6]))]
        if is_empty(raw):
            return []
        if not isinstance(raw, list | tuple) or not all(isinstance(row, Mapping) for row in raw):
            group = field.type == "group"
            self._problem(errors.NotAGroup() if group else errors.NotRows(), field, path)
            return [{}] if group else []
        return list(raw[: MAX_ROWS + 1])

    def _fit(
        self, field: Field, rows: list[Mapping[str, object]], items: list[object], path: str
    ) -> list[Mapping[str, object]]:
        if rows and len(rows) != len(items):
            self._problem(errors.RowsDoNotFit(expected=len(items), count=len(rows)), field, path)
        return [rows[index] if index < len(rows) else {} for index in range(len(items))]

    def _limit(
        self, field: Field, rows: list[Mapping[str, object]], scope: Mapping[str, object], path: str
    ) -> list[Mapping[str, object]]:
        least = _whole(self._value(field.minimum, scope)) if field.minimum else 0
        most = _whole(self._value(field.maximum, scope)) if field.maximum else MAX_ROWS
        if self._required(field, scope):
            least = max(least, 1)
        if len(rows) < least and not any(problem.field == path for _page, problem in self.problems):
            self._problem(errors.TooFewRows(limit=least), field, path)
        if len(rows) > most:
            self._problem(errors.TooManyRows(limit=most, count=len(rows)), field, path)
        return rows[: min(most, MAX_ROWS)]

    # Rules ------------------------------------------------------------------------------------

    def _check(self, check: Check) -> None:
        self.page = self._page_of(check)
        if check.each is None:
            self._make(check, self.scope, check.field)
            return
        rows = self.typed.get(check.each)
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            self._make(check, {**self.scope, "row": row}, f"{check.each}/{index}/{check.field}")

    def _make(self, check: Check, scope: Mapping[str, object], path: str) -> None:
        if self._value(check.check, scope) is False and not any(
            problem.field == path for _page, problem in self.problems
        ):
            text = check.text.in_language(self.language)
            self.problems.append((self.page, errors.CheckFailed(field=path, text=text, label=text)))

    def _page_of(self, check: Check) -> str:
        first = (check.each or check.field).partition("/")[0]
        return next(
            (page.page for page in self.form.pages if any(one.field == first for one in page.fields)), ""
        )

    def _options(self, field: Field, scope: Mapping[str, object]) -> tuple[tuple[object, Localised], ...]:
        if field.options_from is None:
            return tuple((option.value, option.label) for option in field.options)
        offered = self._value(field.options_from, scope)
        return tuple(_option(field, one) for one in (offered if isinstance(offered, list) else ()))

    def _currency(self, field: Field, scope: Mapping[str, object]) -> str | None:
        code = self._value(field.currency, scope) if field.currency is not None else None
        return code if isinstance(code, str) else None

    def _required(self, field: Field, scope: Mapping[str, object]) -> bool:
        return field.required is not None and self._holds(field.required, scope)

    def _holds(self, formula: Formula, scope: Mapping[str, object]) -> bool:
        return self._value(formula, scope) is True

    def _value(self, formula: Formula, scope: Mapping[str, object]) -> object:
        if formula.expression is None:
            return formula.literal
        if self.memo is not None and formula.names.isdisjoint(_OF_A_ROW):
            if id(formula) not in self.memo:
                self.memo[id(formula)] = self._evaluated(formula, scope)
            return self.memo[id(formula)]
        return self._evaluated(formula, scope)

    def _evaluated(self, formula: Formula, scope: Mapping[str, object]) -> object:
        try:
            return formula.value(scope, now=self.now)
        except feel.BudgetSpent:
            self.problems.append((self.page, errors.RuleTooCostly(label=self.form.form)))
            return None

    # Problems ---------------------------------------------------------------------------------

    def _refuse_strangers(
        self, fields: Collection[Field], answers: Mapping[str, object], prefix: str
    ) -> None:
        known = {name for field in fields for name in (field.field, *field.also)}
        for key in answers:
            if key not in known:
                name = f"{prefix}{key}"[:120]
                self.problems.append(("", errors.AnswerUnknown(field=name, label=str(key)[:60])))

    def _problem(self, problem: AnswerProblem, field: Field, path: str) -> None:
        label = field.label.in_language(self.language)
        said = type(problem)(field=path, **{**problem.values, "label": label})
        self.problems.append((self.page, said))


def _option(field: Field, offered: object) -> tuple[object, Localised]:
    value = offered.get("value") if isinstance(offered, Mapping) else offered
    label = offered.get("label") if isinstance(offered, Mapping) else None
    named = next((one.label for one in field.options if one.value == value), None)
    return value, named or Localised({"en": label if isinstance(label, str) else option_text(value)})


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | Decimal) else 0
