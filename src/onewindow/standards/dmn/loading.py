"""The way from files to definitions."""

from collections.abc import Iterable, Mapping

from .definitions import Definitions
from .errors import ModelNotValid
from .model import Model
from .reader import read_model


def load(xml: bytes, *, imports: Iterable[bytes] = (), tolerant: bool = False) -> Definitions:
    """Read, check and compile a model.

    :param xml: a DMN file, version 1.2 to 1.5.
    :param imports: the other files that it may import, in any order; they are told apart by their namespaces.
    :param tolerant: let an expression that is not FEEL answer null, as the standard has it, and list it in
        ``Definitions.problems``. Without it such a model is refused: better before it binds anybody.
    :raises ModelNotValid: with the element and the rule it breaks.
    :raises safexml.XmlRefused: it is no XML that may be read.
    """
    others = {model.namespace: model for model in map(read_model, imports)}
    return _compiled(read_model(xml), others, (), tolerant)


def _compiled(model: Model, others: Mapping[str, Model], way: tuple[str, ...], tolerant: bool) -> Definitions:
    imported: dict[str, Definitions] = {}
    way = (*way, model.namespace)
    for wanted in model.imports:
        other = others.get(wanted.namespace)
        if other is None:
            raise ModelNotValid(element=model.name, rule=f"it imports {wanted.namespace}, which is not there")
        if wanted.namespace in way:
            raise ModelNotValid(element=model.name, rule=f"it and {other.name} import each other")
        imported[wanted.name] = _compiled(other, others, way, tolerant)
    return Definitions(model, imported=imported, tolerant=tolerant)
