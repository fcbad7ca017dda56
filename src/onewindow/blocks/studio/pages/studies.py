"""A study as tables and charts of a page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.pages.charts import Chart, columns, line, number
from onewindow.blocks.studio.simulation.names import step_name
from onewindow.blocks.studio.simulation.report import Comparison, DeskReport, Report, Study
from onewindow.foundation.web.types import Cell, Table

_CHARTED_DESKS = 4


def shown_study(
    study: Study, package: ServicePackage, *, names: Mapping[str, str], language: str
) -> dict[str, object]:
    """What ``studio/simulation.html`` shows of a study."""
    report = study.baseline
    busiest = sorted(report.desks, key=lambda one: -one.queue_mean)[:_CHARTED_DESKS]
    return {
        "report": report,
        "figures": _figures(report),
        "times": _times(report),
        "times_table": _times_table(report),
        "desks": _desks(report, names),
        "queues": [(_queue(one, names), _queue_table(one, names)) for one in busiest if one.tasks],
        "steps": _steps(report, package, language),
        "step_bars": _bars(report),
        "warnings": _warnings(report, package, names, language),
        "assumed": _assumed(report, package, names, language),
        "variants": [
            (change_in_words(one.variant.change, package, names, language), _compared(report, one),
             saved_in_words(one))
            for one in study.variants
        ],
    }  # fmt: skip


def _figures(report: Report) -> list[tuple[str, str]]:
    """The headline: name and value."""
    found: list[tuple[str, str]] = []
    if report.working_days is not None:
        days = report.working_days
        found.append((_("Half of all cases are decided within"), working_days(days.p50)))
        found.append((_("Nine in ten are decided within"), working_days(days.p90)))
    if report.late is not None and report.deadline is not None:
        text = _("Later than the deadline of %(days)s working days") % {"days": report.deadline}
        found.append((text, f"{report.late:.1%}"))
    if report.decided:
        outcomes = outcome_names()
        granted = ", ".join(
            f"{outcomes.get(name, name)} {count / report.decided:.0%}"
            for name, count in sorted(report.outcomes.items(), key=lambda one: -one[1])
        )
        found.append((_("What becomes of them"), granted))
    found.append((_("Officers’ work on a case"), _minutes(report.officer_minutes)))
    found.append((_("The applicant’s work on a case"), _minutes(report.citizen_minutes)))
    if report.cost is not None:
        cost = report.cost
        whole = cost.officers + cost.applicants
        found.append((_("Cost of the work on a case"), f"{whole:,.2f} {cost.currency}"))
        found.append((_("Fees of a case"), f"{cost.fees:,.2f} {cost.currency}"))
    return found


def outcome_names() -> dict[str, str]:
    """What outcomes are called."""
    return {
        "granted": _("granted"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
        "expired": _("expired"),
        "revoked": _("revoked"),
        "closed": _("closed"),
    }


def working_days(days: float) -> str:
    """Working days, with a digit where they are few."""
    return _("%(days)s working days") % {"days": number(round(days, 1))}


def _minutes(minutes: float) -> str:
    return _("%(minutes)s minutes") % {"minutes": number(round(minutes, 1))}


def desk_name(desk: str, names: Mapping[str, str]) -> str:
    """An agency and a role."""
    agency, _slash, role = desk.partition("/")
    return f"{names.get(agency, agency)} – {names.get(f'/{role}', role)}"


def _times(report: Report) -> Chart:
    return columns(
        values=report.histogram,
        title=_("How long it takes"),
        x_title=_("Working days from filing to decision"),
        y_title=_("Share of cases"),
        limit=report.deadline,
        limit_text=_("deadline"),
    )


def _times_table(report: Report) -> Table:
    whole = max(report.decided, 1)
    return Table(
        caption=_("Working days from filing to decision"),
        head=(_("Up to"), _("Cases"), _("Share")),
        rows=tuple(
            (Cell(number(upto)), Cell(f"{count:,}", number=True), Cell(f"{count / whole:.1%}", number=True))
            for upto, count in report.histogram
        ),
    )


def _desks(report: Report, names: Mapping[str, str]) -> Table:
    return Table(
        caption=_("Offices"),
        head=(_("Desk"), _("Officers"), _("Busy"), _("Queue on average"), _("Longest queue"), _("Tasks")),
        rows=tuple(
            (
                Cell(desk_name(one.desk, names)),
                Cell(str(one.officers), number=True),
                Cell(f"{one.utilisation:.0%}", number=True),
                Cell(number(round(one.queue_mean, 1)), number=True),
                Cell(f"{one.queue_most:,}", number=True),
                Cell(f"{one.tasks:,}", number=True),
            )
            for one in report.desks
            if one.tasks
        ),
        empty=_("No office works on it."),
    )


def _queue(desk: DeskReport, names: Mapping[str, str]) -> Chart:
    return line(
        values=[(max(day, 0.0), float(waiting)) for day, waiting in desk.queue],
        title=desk_name(desk.desk, names),
        x_title=_("Days since the first filing"),
        y_title=_("Waiting tasks"),
    )


def _queue_table(desk: DeskReport, names: Mapping[str, str]) -> Table:
    return Table(
        caption=_("Queue: %(desk)s") % {"desk": desk_name(desk.desk, names)},
        head=(_("Day"), _("Waiting tasks")),
        rows=tuple((Cell(f"{day:.0f}"), Cell(f"{waiting:,}", number=True)) for day, waiting in desk.queue),
    )


def _steps(report: Report, package: ServicePackage, language: str) -> Table:
    return Table(
        caption=_("What each step adds"),
        head=(
            _("Step"), _("Adds to a case, hours"), _("Times per case"), _("Waits, hours"),
            _("Nine in ten wait at most, hours"), _("Works, minutes"),
        ),
        rows=tuple(
            (
                Cell(
                    step_name(package, one.element, language=language)
                    if one.element
                    else _("Waiting for a moment")
                ),
                Cell(f"{one.adds_hours:.1f}", number=True),
                Cell(f"{one.times:.2f}", number=True),
                Cell(f"{one.waiting_hours:.1f}", number=True),
                Cell(f"{one.waiting_p90:.1f}", number=True),
                Cell(f"{one.working_minutes:.0f}", number=True),
            )
            for one in report.steps
        ),
    )  # fmt: skip


def _bars(report: Report) -> list[float]:
    """What each step adds, as a share of 100 of the greatest."""
    most = max((one.adds_hours for one in report.steps), default=0.0) or 1.0
    return [round(one.adds_hours / most * 100, 1) for one in report.steps]


def _warnings(report: Report, package: ServicePackage, names: Mapping[str, str], language: str) -> list[str]:
    found = [
        _("%(cases)s cases went round and round at “%(step)s”.")
        % {"cases": one.cases, "step": step_name(package, one.element, language=language)}
        for one in report.loops
    ]
    found += [
        _("%(cases)s cases cannot go on at “%(step)s”: %(why)s")
        % {"cases": cases, "step": step_name(package, element, language=language), "why": why}
        for element, why, cases in report.incidents
    ]
    found += [
        _("The queue of %(desk)s grows without end: there are too few officers.")
        % {"desk": desk_name(one.desk, names)}
        for one in report.desks
        if one.grows
    ]
    found += [
        _("%(cases)s cases still stood at “%(step)s” when time was over.")
        % {"cases": cases, "step": step_name(package, element, language=language)}
        for element, cases in report.left.items()
    ]
    return found


def _assumed(report: Report, package: ServicePackage, names: Mapping[str, str], language: str) -> Table:
    sources = {"declared": _("the package"), "measured": _("measured"), "assumed": _("assumed")}
    kinds = {"arrivals": _("How many come"), "scenarios": _("How often each scenario happens")}
    if report.past_cases:
        kinds["scenarios"] = ngettext(
            "What people answer, and the ways that cases take: from %(n)s real case",
            "What people answer, and the ways that cases take: from %(n)s real cases",
            report.past_cases,
        ) % {"n": report.past_cases}

    def name(key: str) -> str:
        kind, _space, what = key.partition(" ")
        if kind == "officers":
            return _("Officers: %(desk)s") % {"desk": desk_name(what, names)}
        if kind == "duration":
            return _("Time: %(step)s") % {"step": step_name(package, what, language=language)}
        return kinds.get(key, key)

    return Table(
        caption=_("Where the assumptions are from"),
        head=(_("What"), _("From")),
        rows=tuple((Cell(name(key)), Cell(sources.get(one, one))) for key, one in report.sources.items()),
    )


def change_in_words(change: str, package: ServicePackage, names: Mapping[str, str], language: str) -> str:
    """What was asked about."""
    kind, _space, written = change.partition(" ")

    def name(step: str) -> str:
        return step_name(package, step.strip(), language=language)

    if kind == "officers":
        desk, _equals, count = written.partition("=")
        return _("%(desk)s: %(count)s officers") % {"desk": desk_name(desk, names), "count": count}
    if kind == "remove":
        return _("Without “%(step)s”") % {"step": name(written)}
    if kind == "parallel":
        first, _comma, second = written.partition(",")
        return _("“%(first)s” and “%(second)s” at once") % {"first": name(first), "second": name(second)}
    step, _when, condition = written.partition(" when ")
    return _("“%(step)s” by itself where %(condition)s") % {"step": name(step), "condition": condition}


def saved_in_words(one: Comparison) -> str:
    """How much sooner a case is decided."""
    if one.saved_hours is None or one.interval is None:
        return ""
    low, high = (f"{hours / 24:.1f}" for hours in one.interval)
    return _(
        "A case is decided %(days)s days sooner on average (95 %% certain: between %(low)s and %(high)s). "
        "%(faster)s of cases are faster, %(slower)s slower."
    ) % {
        "days": f"{one.saved_hours / 24:.1f}", "low": low, "high": high,
        "faster": f"{one.faster or 0:.0%}", "slower": f"{one.slower or 0:.0%}",
    }  # fmt: skip


def _compared(before: Report, one: Comparison) -> Table:
    after = one.variant
    rows: list[tuple[str, str, str]] = []
    if before.working_days and after.working_days:
        old, new = before.working_days, after.working_days
        rows.append((_("Half are decided within"), working_days(old.p50), working_days(new.p50)))
        rows.append((_("Nine in ten are decided within"), working_days(old.p90), working_days(new.p90)))
    if before.late is not None and after.late is not None:
        rows.append((_("Later than the deadline"), f"{before.late:.1%}", f"{after.late:.1%}"))
    work = (_minutes(before.officer_minutes), _minutes(after.officer_minutes))
    rows.append((_("Officers’ work on a case"), *work))
    if before.cost and after.cost:
        cost = (before.cost, after.cost)
        rows.append((_("Cost of officers"), *(f"{one.officers:,.2f} {one.currency}" for one in cost)))
    granted = [(one.outcomes.get("granted", 0) / max(one.decided, 1)) for one in (before, after)]
    rows.append((_("Granted"), *(f"{share:.0%}" for share in granted)))
    return Table(
        caption=_("Before and after"),
        caption_hidden=True,
        head=(_("Figure"), _("As it is"), _("With the change")),
        rows=tuple((Cell(name), Cell(old, number=True), Cell(new, number=True)) for name, old, new in rows),
    )
