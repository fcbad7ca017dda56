"""What steps and desks are called in a language."""

from onewindow.blocks.catalogue.types import ServicePackage


def step_name(package: ServicePackage, element: str, *, language: str) -> str:
    """What a step does, in the package's words; its id where it has none."""
    step = package.steps.get(element)
    named = step.text.name if step else package.texts.localised(f"process.{element}")
    if named is not None:
        return named.in_language(language, official=package.official_language)
    found = package.process.elements.get(element)
    return (found.name if found else "") or element
