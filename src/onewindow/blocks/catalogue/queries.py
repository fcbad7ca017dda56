"""Reading the catalogue. Compiled packages stay in the process; which one is current is asked each time."""

from functools import lru_cache

from django.db import connection

from onewindow.blocks.catalogue.errors import UnknownService
from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.loading.joining import joined
from onewindow.blocks.catalogue.loading.package import load_files
from onewindow.blocks.catalogue.models import PackageVersion, Service
from onewindow.blocks.catalogue.searching import score, sort_key, words_of
from onewindow.blocks.catalogue.types import ServicePackage, ServiceSummary, VersionView

_CURRENT = """
    SELECT version.version FROM catalogue_service service
    JOIN catalogue_packageversion version ON version.id = service.current_id
    WHERE service.key = %s AND service.retired_at IS NULL
"""


def package(*, service: str, version: str | None = None) -> ServicePackage:
    """See ``api.package``."""
    if version is None:
        with connection.cursor() as cursor:  # with nearly every request: a fifth of what the ORM takes
            cursor.execute(_CURRENT, [service])
            row = cursor.fetchone()
        if row is None:
            raise UnknownService(service=service[:130])
        version = row[0]
    found = _compiled(service, version)
    return _whole(service, version, _in_force(found.calls)) if found.calls else found


_InForce = tuple[tuple[str, str], ...]
_LATEST = """
    SELECT service.key, version.version FROM catalogue_service service
    JOIN catalogue_packageversion version ON version.id = service.current_id WHERE service.key = ANY(%s)
"""


def _in_force(keys: tuple[str, ...]) -> _InForce:
    """The versions of services that new parts run on; of a retired one the last, for its questions only.

    What these call in turn is followed too.
    """
    found: dict[str, str] = {}
    waiting = list(keys)
    while waiting:
        with connection.cursor() as cursor:
            cursor.execute(_LATEST, [waiting])
            rows = dict(cursor.fetchall())
        found |= rows
        called = {call for row in rows.items() for call in _compiled(*row).calls}
        waiting = [key for key in called if key not in found]
    return tuple(sorted(found.items()))


@lru_cache(maxsize=64)
def _whole(service: str, version: str, in_force: _InForce) -> ServicePackage:
    return _joined(_compiled(service, version), in_force, Faults())


def _joined(found: ServicePackage, in_force: _InForce, faults: Faults) -> ServicePackage:
    versions = dict(in_force)

    def find(key: str) -> ServicePackage | None:
        return _compiled(key, versions[key]) if key in versions else None

    return joined(found, find, faults)


def joined_in_force(found: ServicePackage) -> ServicePackage:
    """A package joined with the services that it calls, on the versions in force.

    :raises PackageNotValid: they do not fit together.
    """
    if not found.calls:
        return found
    faults = Faults()
    whole = _joined(found, _in_force(found.calls), faults)
    faults.stop_if_any()
    return whole


@lru_cache(maxsize=64)
def _compiled(service: str, version: str) -> ServicePackage:
    files = (
        PackageVersion.objects.filter(service=service, version=version)
        .values_list("files", flat=True)
        .first()
    )
    if files is None:
        raise UnknownService(service=f"{service}@{version[:12]}")
    agency, _slash, slug = service.partition("/")
    return load_files(agency, slug, {name: text.encode() for name, text in files.items()})


def _current() -> list[ServicePackage]:
    rows = Service.objects.filter(retired_at=None).values_list("key", "current__version")
    return [_compiled(key, version) for key, version in rows]


def packages(*, language: str) -> tuple[ServiceSummary, ...]:
    """See ``api.packages``."""
    summaries = (_summary(found) for found in _current())
    return tuple(sorted(summaries, key=lambda one: sort_key(one.name.in_language(language))))


def versions(*, service: str) -> tuple[VersionView, ...]:
    """See ``api.versions``."""
    offered = Service.objects.filter(key=service, retired_at=None)
    current = offered.values_list("current_id", flat=True).first()
    rows = PackageVersion.objects.filter(service=service).order_by("-serial")
    return tuple(
        VersionView(service, row.version, row.imported_at, row.pk == current)
        for row in rows.only("pk", "version", "imported_at")
    )


def retired(*, agency: str) -> tuple[tuple[str, str], ...]:
    """See ``api.retired``."""
    rows = Service.objects.filter(key__startswith=f"{agency}/").exclude(retired_at=None).order_by("key")
    return tuple(rows.values_list("key", "current__version"))


def search(
    *, words: str, life_event: str | None, segment: str | None, language: str
) -> tuple[ServiceSummary, ...]:
    """See ``api.search``."""
    wanted = words_of(words)[:12]
    found: list[tuple[int, str, ServiceSummary]] = []
    for candidate in _current():
        if life_event is not None and life_event not in candidate.life_events:
            continue
        if segment is not None and segment not in candidate.segments:
            continue
        points = score(candidate, wanted)
        if points or not wanted:
            name = candidate.name.in_language(language)
            found.append((-points, sort_key(name), _summary(candidate)))
    found.sort(key=lambda one: one[:2])
    return tuple(summary for _points, _key, summary in found)


def life_events() -> tuple[str, ...]:
    """See ``api.life_events``."""
    return tuple(sorted({event for found in _current() for event in found.life_events}))


def _summary(found: ServicePackage) -> ServiceSummary:
    return ServiceSummary(
        key=found.key,
        agency=found.agency,
        service=found.service,
        version=found.version,
        name=found.name,
        summary=found.summary,
        life_events=found.life_events,
        segments=found.segments,
        channels=found.channels,
    )
