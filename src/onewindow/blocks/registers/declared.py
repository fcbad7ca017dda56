"""The declarations as they stand in the database, read once and noticed when they change."""

from onewindow.blocks.registers import states
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declaring import read_declaration
from onewindow.blocks.registers.errors import RegisterUnknown
from onewindow.blocks.registers.models import Register

_read: dict[str, tuple[str, Declaration]] = {}


def declaration(slug: str) -> Declaration:
    """The declaration of a register.

    :raises RegisterUnknown: no such register.
    """
    state = states.state(slug)
    if state is None:
        raise RegisterUnknown(register=slug)
    kept = _read.get(slug)
    if kept is not None and kept[0] == state[0]:
        return kept[1]
    row = Register.objects.filter(slug=slug).values_list("digest", "declaration").first()
    if row is None:
        raise RegisterUnknown(register=slug)
    digest, data = row
    fresh = read_declaration(data, file=slug)
    _read[slug] = (digest, fresh)
    return fresh


def declarations() -> tuple[Declaration, ...]:
    """All registers by slug."""
    return tuple(declaration(slug) for slug in Register.objects.values_list("slug", flat=True))
