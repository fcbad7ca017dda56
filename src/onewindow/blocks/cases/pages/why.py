"""Why a case was decided so: the rules that applied, in words and in the table."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onewindow.blocks.cases import api
from onewindow.blocks.cases.pages.diagrams import element_name
from onewindow.blocks.cases.pages.explaining import Explanation, explanations
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import render
from onewindow.foundation.web.types import Cell, Crumb, Table, Tag


@guard("signed-in")
def why(request: HttpRequest, number: str) -> HttpResponse:
    """The rules behind a case, for those who may see the case."""
    actor = actor_of(request=request)
    found, lines = api.case_and_story(number=number, actor=actor)
    package = catalogue.package(service=found.service, version=found.version)
    told = explanations(lines, package, language=actor.language)
    context = {
        "case": found,
        "package": package,
        "told": [(one, _step(package, one.element, actor.language), _table(one)) for one in told],
        "crumbs": [Crumb(text=number, link=f"/cases/{number}/")],
    }
    return render(request, "cases/why.html", context)


def _step(package: ServicePackage, element: str, language: str) -> str:
    return element_name(package, element, language) or package.process.elements[element].name


def _table(told: Explanation) -> Table:
    return Table(
        caption=told.decision,
        caption_hidden=True,
        head=(_("Rule"), *told.head, _("Applied here")),
        rows=tuple(
            (
                Cell(str(number + 1)),
                *(Cell(text) for text in row),
                Cell("", tag=Tag(_("Applied"), "green")) if number in told.applied else Cell("–"),
            )
            for number, row in enumerate(told.rows)
        ),
        marked=frozenset(told.applied),
    )
