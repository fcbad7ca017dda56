"""What an owner's file must say of purposes: purpose or nothing, attribute by attribute."""

from onewindow.blocks.registers.declarations import Declaration, Field
from onewindow.blocks.registers.errors import DeclarationNotValid, NobodySaidWhatFor

_MATCHING = "name one of the purposes that the register declares"


def hold_purposes(declaration: Declaration, *, file: str) -> Declaration:
    """The declaration itself, where each attribute that is not public has a purpose that opens it.

    An older declaration that is stored already is read without this: what has no purpose stays closed there.

    :param file: its name, for the errors.
    :raises NobodySaidWhatFor: the first attribute that no purpose opens.
    :raises DeclarationNotValid: duplicates are looked for under a purpose that the register does not declare.
    """
    for field in declaration.fields.values():
        if field.classification != "public" and not _opened(declaration, field):
            raise NobodySaidWhatFor(
                field=f"fields/{field.slug}",
                file=file,
                where=f"fields/{field.slug}",
                attribute=field.slug,
                classification=field.classification,
            )
    wanted = declaration.matching.purpose if declaration.matching and not declaration.open else None
    if wanted is not None and wanted not in {each.slug for each in declaration.purposes}:
        raise DeclarationNotValid(file=file, where="matching/purpose", rule=_MATCHING)
    return declaration


def _opened(declaration: Declaration, field: Field) -> bool:
    return any(not each.attributes or field.slug in each.attributes for each in declaration.purposes)
