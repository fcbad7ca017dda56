"""Officers: an agency and a role that a package names are there, and somebody holds the role.

These are notes, not findings: officers come and go, and a window may know agencies that no folder names.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.types import ServicePackage, WorkStep
from onewindow.blocks.studio.inspecting.world import World


def missing_officers(package: ServicePackage, world: World) -> Iterator[str]:
    """Agencies that the country does not have, and steps whose role nobody holds there."""
    if world.posts is None:
        return
    wanted = dict.fromkeys([package.agency, *(agency for _step, agency, _role in _posts(package))])
    for agency in wanted:
        if agency not in world.agencies:
            yield _(
                "The country has no agency “{agency}”. Take the name of a file in {folder}, or add one."
            ).format(agency=agency, folder="country/agencies/")
    for step, agency, role in _posts(package):
        if agency in world.agencies and not world.posts.get(f"{agency}/{role}"):
            yield _(
                "Nobody in {file} is “{role}” at {agency}, so nobody can do the step “{step}”. Name another "
                "role, or let the agency’s administrator appoint somebody."
            ).format(file="country/accounts.yaml", role=role, agency=agency, step=step)


def _posts(package: ServicePackage) -> list[tuple[str, str, str]]:
    """(step, agency, role) of the officers' steps whose agency is written down, not computed."""
    return [
        (name, step.agency.literal, step.role)
        for name, step in package.steps.items()
        if isinstance(step, WorkStep)
        and step.agency is not None
        and isinstance(step.agency.literal, str)
        and step.role is not None
    ]
