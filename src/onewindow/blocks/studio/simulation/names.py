"""What steps are called in a language."""

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage


def step_name(package: ServicePackage, element: str, *, language: str) -> str:
    """What an element is called in the package's texts, else in the model, else its id."""
    named = catalogue.name_in_drawing(package=package, element=element, language=language)
    found = package.process.elements.get(element)
    return named or (found.name if found else "") or element
