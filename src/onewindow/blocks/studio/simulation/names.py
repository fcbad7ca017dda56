"""What steps are called in a language."""

from onewindow.blocks.catalogue.types import ServicePackage


def element_text(package: ServicePackage, element: str, *, language: str) -> str:
    """What the package's texts call an element; empty where they say nothing."""
    step = package.steps.get(element)
    named = step.text.name if step else package.outcome_texts.get(element)
    named = named or package.texts.localised(f"process.{element}")
    return named.in_language(language, official=package.official_language) if named else ""


def step_name(package: ServicePackage, element: str, *, language: str) -> str:
    """What an element is called in the package's texts, else in the model, else its id."""
    found = package.process.elements.get(element)
    return element_text(package, element, language=language) or (found.name if found else "") or element
