"""The API of the portal: find a service, and read what its page tells, in the language asked for."""

from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router, Schema

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServiceSummary
from onewindow.foundation.access.api import guard
from onewindow.portal.service_page import service_page

router = Router(tags=["services"])
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=100_000)]


class ServiceLine(Schema):
    """A service in a list. ``version`` names the package in force."""

    service: str
    agency: str
    version: str
    name: dict[str, str]
    summary: dict[str, str]
    life_events: list[str]
    segments: list[str]
    channels: list[str]


class ServiceList(Schema):
    """A page of a list."""

    items: list[ServiceLine]
    total: int
    limit: int
    offset: int


class NeededOut(Schema):
    """A document to have at hand. ``when`` is empty where it is always needed."""

    name: str
    hint: str
    when: str


class PromiseOut(Schema):
    """A benefit that the service promises."""

    name: str
    unit: str
    baseline: str
    target: str


class ServiceOut(Schema):
    """What the service's page tells, in one language. ``time_taken`` is empty while nothing was decided."""

    service: str
    version: str
    name: str
    summary: str
    agency: str
    who: list[str]
    how: str
    cost: str
    cost_note: str
    time_promised: str
    time_taken: str
    decided: int
    late: str
    needed: list[NeededOut]
    known: list[str]
    laws: list[str]
    promises: list[PromiseOut]
    by_counter: bool
    by_program: bool


class LifeEvents(Schema):
    """The life events that services are for."""

    items: list[str]


@router.get("/services", response=ServiceList, operation_id="list_services")
@guard("public")
def list_services(
    request: HttpRequest,
    words: str = "",
    life_event: str | None = None,
    segment: str | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> ServiceList:
    """Services by words, life event and segment, the best first; all of them where nothing is asked."""
    found = catalogue.search(
        words=words[:200], life_event=life_event, segment=segment, language=get_language() or "en"
    )
    lines = [_line(one) for one in found[offset : offset + limit]]
    return ServiceList(items=lines, total=len(found), limit=limit, offset=offset)


@router.get("/life-events", response=LifeEvents, operation_id="list_life_events")
@guard("public")
def list_life_events(request: HttpRequest) -> LifeEvents:
    """The slugs by which services may be asked for."""
    return LifeEvents(items=list(catalogue.life_events()))


@router.get("/services/{agency}/{service}", response=ServiceOut, operation_id="read_service")
@guard("public")
def read_service(request: HttpRequest, agency: str, service: str) -> ServiceOut:
    """One service: who, what it costs, how long it is promised to take and really takes, what is needed."""
    package = catalogue.package(service=f"{agency}/{service}")
    page = service_page(package, language=get_language() or "en")
    told = {name: value for name, value in asdict(page).items() if name in ServiceOut.model_fields}
    return ServiceOut(**{**told, "service": package.key, "version": package.version})


def _line(one: ServiceSummary) -> ServiceLine:
    return ServiceLine(
        service=one.key, agency=one.agency, version=one.version, name=dict(one.name.texts),
        summary=dict(one.summary.texts), life_events=list(one.life_events), segments=list(one.segments),
        channels=list(one.channels),
    )  # fmt: skip
