"""One of each part that pages are made of, with made-up content: for looking at, and for the checks."""

from typing import Any

from django.utils.translation import gettext as _

from onewindow.foundation.web.types import (
    Cell,
    Diagram,
    Edge,
    ErrorSummary,
    FieldError,
    FieldView,
    Moment,
    Option,
    Pages,
    Row,
    Shape,
    SummaryRow,
    Tab,
    Table,
    Tag,
    Task,
)


def gallery() -> dict[str, Any]:
    """Context of ``portal/components.html``."""
    return {
        "fields": (*_plain_fields(), *_choices(), *_nested()),
        "sample_errors": ErrorSummary((FieldError(_("Enter a quantity above zero."), "lines/0/quantity"),)),
        "moments": _moments(),
        "tags": _tags(),
        "diagram": _diagram(),
        "table": _table(),
        "rows": _rows(),
        "tasks": _tasks(),
        "pages": Pages(number=4, last=12, query={"status": "open"}),
        "tabs": (
            Tab(_("Open"), "?tab=open", True, 12),
            Tab(_("Done"), "?tab=done", False, 340),
        ),
    }


def _plain_fields() -> tuple[FieldView, ...]:
    text = _("As it stands on the invoice.")
    return (
        FieldView(name="title", kind="text", label=_("Name"), value="Oliveraie du Nord", hint=text),
        FieldView(name="remarks", kind="long_text", label=_("Remarks"), required=False, max_length=400),
        FieldView(name="pieces", kind="integer", label=_("Pieces"), value="1200"),
        FieldView(name="weight", kind="decimal", label=_("Net weight"), value="18.250", unit="kg"),
        FieldView(name="amount", kind="money", label=_("Amount"), value="1250.000", currency="TND"),
        FieldView(
            name="price", kind="unit_price", label=_("Price of one piece"), value="0.00880", currency="EUR"
        ),
        FieldView(name="date", kind="date", label=_("Date of the invoice"), value="2026-03-27"),
        FieldView(name="invoice", kind="file", label=_("Invoice"), accept=("pdf", "xml"), max_mb=10),
        FieldView(
            name="company",
            kind="known",
            label=_("Company"),
            value="Société Tamaris Import",
            source=_("Known from a register"),
        ),
        FieldView(name="note", kind="statement", label=_("You can stop at any time and come back.")),
    )


def _choices() -> tuple[FieldView, ...]:
    regimes = (
        Option(value="home", label=_("Home use"), hint=_("The goods stay in the country.")),
        Option(value="transit", label=_("Transit")),
    )
    places = (Option(value="TNTUN", label="TNTUN – Tunis"), Option(value="TNRDS", label="TNRDS – Radès"))
    return (
        FieldView(name="agree", kind="yes_no", label=_("Is the supplier paid in advance?"), value="no"),
        FieldView(name="regime", kind="choice", label=_("Regime"), options=regimes, value="home"),
        FieldView(
            name="notify", kind="choices", label=_("Who else should hear?"), options=regimes, value=("home",)
        ),
        FieldView(name="place", kind="code", label=_("Place of entry"), options=places, value="TNRDS"),
        FieldView(
            name="loading",
            kind="code",
            label=_("Place of loading"),
            options=places,
            suggest_url="/codes/places/",
        ),
    )


def _nested() -> tuple[FieldView, ...]:
    def line(number: int, error: str) -> Row:
        name = f"lines/{number}"
        return Row(
            number=number,
            title=_("Line %(number)s") % {"number": number + 1},
            fields=(
                FieldView(name=f"{name}/hs_code", kind="text", label=_("HS code"), value="8517.62", width=10),
                FieldView(
                    name=f"{name}/quantity",
                    kind="decimal",
                    label=_("Quantity"),
                    value="0",
                    error=error,
                    unit="kg",
                ),
            ),
        )

    lines = (line(0, _("Enter a quantity above zero.")), line(1, ""))
    address = (
        FieldView(name="address/street", kind="text", label=_("Street"), wide=True),
        FieldView(name="address/city", kind="text", label=_("Town"), width=20),
    )
    return (
        FieldView(name="lines", kind="list", label=_("Goods"), rows=lines, min_rows=1),
        FieldView(name="address", kind="group", label=_("Address"), fields=address),
    )


def _moments() -> tuple[Moment, ...]:
    return (
        Moment(title=_("You filed your request"), when="3.3.2026, 09:12", by="Amina Ben Salah"),
        Moment(
            title=_("The health agency checks the goods"),
            when="4.3.2026, 11:40",
            state="current",
            text=_("It has 5 working days. If it says nothing, that is consent."),
            tag=Tag(_("Under way"), "blue"),
        ),
        Moment(title=_("You pay the fee"), state="waiting"),
        Moment(title=_("The ministry registers the certificate"), state="waiting"),
    )


def _tags() -> tuple[Tag, ...]:
    return (
        Tag(_("Draft"), "grey"),
        Tag(_("Under way"), "blue"),
        Tag(_("Granted"), "green"),
        Tag(_("Due today"), "yellow"),
        Tag(_("Late"), "red"),
        Tag(_("Waits for you"), "purple"),
        Tag(_("Extended"), "turquoise"),
        Tag(_("Withdrawn"), "orange"),
    )


def _diagram() -> Diagram:
    shapes = (
        Shape(id="start", kind="start", name=_("Filed"), x=40, y=102, width=36, height=36, state="done"),
        Shape(
            id="bank", kind="task", name=_("The bank checks the invoice"), x=130, y=80, width=120, height=80,
            marker="user", state="done",
        ),
        Shape(id="split", kind="gateway", name="", x=300, y=95, width=50, height=50, marker="parallel",
        state="done"),
        Shape(
            id="health", kind="task", name=_("The health agency agrees"), x=400, y=20, width=120, height=80,
            marker="user", state="current", repeats="parallel",
        ),
        Shape(
            id="late", kind="boundary", name="", x=500, y=84, width=32, height=32, marker="timer",
            interrupting=False
        ),
        Shape(
            id="pay", kind="task", name=_("You pay the fee"), x=400, y=150, width=120, height=80,
            marker="service", state="waiting",
        ),
        Shape(id="join", kind="gateway", name="", x=580, y=95, width=50, height=50, marker="parallel"),
        Shape(id="end", kind="end", name=_("Certificate issued"), x=690, y=102, width=36, height=36),
    )  # fmt: skip
    edges = (
        Edge(id="a", points=((76, 120), (130, 120)), taken=True),
        Edge(id="b", points=((250, 120), (300, 120)), taken=True),
        Edge(id="c", points=((325, 95), (325, 60), (400, 60)), taken=True),
        Edge(id="d", points=((325, 145), (325, 190), (400, 190)), taken=True),
        Edge(id="e", points=((520, 60), (605, 60), (605, 95))),
        Edge(id="f", points=((520, 190), (605, 190), (605, 145))),
        Edge(id="g", points=((630, 120), (690, 120))),
    )
    return Diagram(
        title=_("Where your request stands"),
        description=_("The health agency checks the goods while you pay the fee."),
        shapes=shapes,
        edges=edges,
    )


def _table() -> Table:
    return Table(
        caption=_("Cases"),
        head=(_("Number"), _("Service"), _("Amount"), _("Status")),
        rows=(
            (
                Cell("TCE-2026-000017", link="#table"),
                Cell(_("Trade certificate")),
                Cell("18 250.000 TND", number=True),
                Cell("", tag=Tag(_("Under way"), "blue")),
            ),
            (
                Cell("TCE-2026-000016", link="#table"),
                Cell(_("Trade certificate")),
                Cell("990.500 TND", number=True),
                Cell("", tag=Tag(_("Granted"), "green")),
            ),
        ),
    )


def _rows() -> tuple[SummaryRow, ...]:
    return (
        SummaryRow(key=_("Company"), value="Société Tamaris Import", source=_("Known from a register")),
        SummaryRow(key=_("Country of origin"), value="Deutschland", change="#rows", language="de"),
    )


def _tasks() -> tuple[Task, ...]:
    return (
        Task(title=_("Goods"), link="#tasks", tag=Tag(_("Completed"), "green")),
        Task(
            title=_("Documents"),
            link="#tasks",
            hint=_("Invoice and contract"),
            tag=Tag(_("Not started"), "blue"),
        ),
        Task(title=_("Check your answers"), tag=Tag(_("Cannot start yet"), "grey")),
    )
