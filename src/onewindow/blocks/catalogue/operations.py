"""Importing packages: each version once, the newest import current."""

from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from onewindow.blocks.catalogue import checking
from onewindow.blocks.catalogue.errors import UnknownService
from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.loading.folder import check_names, read_folder, version_of
from onewindow.blocks.catalogue.loading.package import joined_with_neighbours, load_files
from onewindow.blocks.catalogue.models import PackageVersion, Service
from onewindow.blocks.catalogue.queries import joined_in_force
from onewindow.blocks.catalogue.types import Imported, ServicePackage
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

_LOCK = 0x6F77_6361  # "owca": imports wait for each other


def import_packages(root: Path) -> tuple[Imported, ...]:
    """See ``api.import_packages``."""
    folders = sorted(found.parent for found in root.glob("*/*/service.yaml"))
    if not folders:
        faults = Faults()
        faults.add(
            file=root.name,
            rule=_("There is no package in this folder."),
            advice=_("Give the folder above the agencies: <folder>/<agency>/<service>/service.yaml."),
        )
        faults.stop_if_any()
    with transaction.atomic():
        return tuple(_import_newer(folder, root) for folder in folders)


def _import_newer(path: Path, root: Path) -> Imported:
    """Import a folder, but leave alone what was replaced or retired since that version came."""
    files = read_folder(path)
    key, version = f"{path.resolve().parent.name}/{path.name}", version_of(files)
    if PackageVersion.objects.filter(service=key, version=version).exists():
        return Imported(key, version, new=False)
    return import_files(path.resolve().parent.name, path.name, files, beside=root)


def import_package(path: Path) -> Imported:
    """See ``api.import_package``."""
    agency, service = path.resolve().parent.name, path.name
    files = read_folder(path)
    return import_files(agency, service, files)


def import_files(
    agency: str, service: str, files: dict[str, bytes], *, beside: Path | None = None
) -> Imported:
    """Import a package from its files. Known versions are not even parsed.

    :param beside: the folder above the agencies, where the services that it calls are found; None for those
        in force.
    """
    faults = Faults()
    check_names(files, faults)
    faults.stop_if_any()
    key, version = f"{agency}/{service}", version_of(files)
    if Service.objects.filter(key=key, current__version=version, retired_at=None).exists():
        return Imported(key, version, new=False)
    if not PackageVersion.objects.filter(service=key, version=version).exists():
        alone = load_files(agency, service, files)
        _refuse_findings(joined_with_neighbours(alone, beside) if beside else joined_in_force(alone))
    with transaction.atomic():
        return _store(key, version, files)


def _refuse_findings(package: ServicePackage) -> None:
    found = [*checking.findings(package), *checking.unsound(package)]
    faults = Faults([one for one in found if one.severity == "fault"])
    faults.stop_if_any()


def _store(key: str, version: str, files: dict[str, bytes]) -> Imported:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    row = PackageVersion.objects.filter(service=key, version=version).first()
    new = row is None
    if row is None:
        last = PackageVersion.objects.filter(service=key).aggregate(last=Max("serial"))["last"] or 0
        row = PackageVersion.objects.create(
            service=key,
            version=version,
            files={name: content.decode() for name, content in files.items()},
            imported_at=clock.now(),
            serial=last + 1,
        )
    Service.objects.update_or_create(key=key, defaults={"current": row, "retired_at": None})
    record.append(
        kind="catalogue.version",
        subject=Reference.of("service", *key.split("/")),
        payload={"service": key, "version": version, "serial": row.serial},
    )
    return Imported(key, version, new=new)


def retire(service: str) -> None:
    """See ``api.retire``."""
    with transaction.atomic():
        row = Service.objects.select_for_update().filter(key=service).first()
        if row is None:
            raise UnknownService(service=service[:130])
        if row.retired_at is not None:
            return
        row.retired_at = clock.now()
        row.save(update_fields=["retired_at"])
        record.append(
            kind="catalogue.retired", subject=Reference.of("service", *service.split("/")),
            payload={"service": service, "version": row.current.version},
        )  # fmt: skip
