"""The way from files to definitions."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from .definitions import Definitions
from .errors import ModelNotValid
from .model import Model
from .reader import read_model


def load(xml: bytes, *, imports: Iterable[bytes] = (), tolerant: bool = False) -> Definitions:
    """Read, check and compile a model.

    :param xml: a DMN file, version 1.2 to 1.5.
    :param imports: the other files that it may import, in any order; they are told apart by their namespaces.
    :param tolerant: let an expression that is not FEEL, or a table that is none, answer null, as the standard
        has it, pass over references that lead nowhere, and list all that in ``Definitions.problems``.
        Without it such a model is refused: better before it binds anybody.
    :raises ModelNotValid: with the element and the rule it breaks.
    :raises safexml.XmlRefused: it is no XML that may be read.
    """
    others = {model.namespace: model for model in (read_model(one, tolerant=tolerant) for one in imports)}
    return _compiled(read_model(xml, tolerant=tolerant), others, (), tolerant)


def _compiled(model: Model, others: Mapping[str, Model], way: tuple[str, ...], tolerant: bool) -> Definitions:
    imported: list[tuple[str, Definitions]] = []
    way = (*way, model.namespace)
    for wanted in model.imports:
        other = others.get(wanted.namespace)
        if other is None or wanted.namespace in way:
            rule = f"it imports {wanted.namespace}, which is not there"
            if other is not None:
                rule = f"it and {other.name} import each other"
            if not tolerant:
                raise ModelNotValid(element=model.name, rule=rule)
            model = replace(model, problems=(*model.problems, f"{model.name}: {rule}"))
            continue
        imported.append((wanted.name, _compiled(other, others, way, tolerant)))
    return Definitions(model, imported=imported, tolerant=tolerant)
