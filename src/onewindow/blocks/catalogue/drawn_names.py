"""What a person reads in the drawing of a process: its names, in the reader's language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.kernel.localised import Localised


@dataclass(frozen=True, slots=True)
class Untold:
    """A name of the drawing that some readers would see in another language.

    :param name: as the model says it.
    :param languages: in which the package has no text for it.
    """

    element: str
    name: str
    languages: tuple[str, ...]


def drawn(package: ServicePackage) -> Iterator[tuple[str, str]]:
    """What carries a name in the model and no text of its own elsewhere: id and name, as in process.bpmn.

    Lanes, flow nodes (those of sub-processes too) and sequence flows. Steps and outcomes are not among them:
    their texts are asked for where they are declared.
    """
    process = package.process
    for lane in process.lanes:
        if lane.name:
            yield lane.id, lane.name
    for element in process.elements.values():
        named = element.name and element is not process.root
        if named and element.id not in package.steps and element.id not in package.outcome_texts:
            yield element.id, element.name
        for flow in element.outgoing:
            if flow.name:
                yield flow.id, flow.name


def text_of(package: ServicePackage, element: str, name: str) -> Localised | None:
    """Its step's or outcome's text, else ``process.<id>``, else ``process.values.<name>``."""
    step = package.steps.get(element)
    found = step.text.name if step else package.outcome_texts.get(element)
    found = found or package.texts.localised(f"process.{element}")
    return found or (package.texts.localised(f"process.values.{name}") if name else None)


def name_of(package: ServicePackage, element: str, language: str) -> str:
    """See ``api.name_in_drawing``."""
    found = package.process.elements.get(element)
    named = text_of(package, element, found.name if found else "")
    return named.in_language(language, official=package.official_language) if named else ""


def names_of(package: ServicePackage, language: str) -> dict[str, str]:
    """See ``api.names_in_drawing``."""
    ids = {**dict.fromkeys([*package.steps, *package.outcome_texts], ""), **dict(drawn(package))}
    texts = {element: text_of(package, element, name) for element, name in ids.items()}
    return {
        element: text.in_language(language, official=package.official_language)
        for element, text in texts.items()
        if text is not None
    }


def untold(package: ServicePackage, languages: Sequence[str]) -> Iterator[Untold]:
    """See ``api.untold_names``."""
    for element, name in drawn(package):
        text = text_of(package, element, name)
        missing = tuple(one for one in languages if text is None or one not in text.texts)
        if missing:
            yield Untold(element, name, missing)
