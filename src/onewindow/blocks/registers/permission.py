"""Who may read which attribute, and who may write. Pure; everything that is not allowed here is refused."""

from collections.abc import Iterable
from dataclasses import dataclass

from onewindow.blocks.registers.declarations import (
    PART,
    Declaration,
    EventDeclared,
    Grant,
    PurposeDeclared,
)
from onewindow.blocks.registers.errors import PurposeUnknown, SearchNotOpened
from onewindow.blocks.registers.types import Purpose
from onewindow.foundation.access.types import Actor, Post
from onewindow.kernel.reference import Reference


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a reader sees of one entry.

    :param whole: attributes seen as they are.
    :param masked: attributes seen only in part.
    :param needs_purpose: attributes that a purpose would open, where none was stated.
    :param unknown: what was stated is no purpose of the register's, so that only what is public is open.
    """

    whole: frozenset[str]
    masked: frozenset[str] = frozenset()
    needs_purpose: frozenset[str] = frozenset()
    unknown: PurposeUnknown | None = None


def readable(declaration: Declaration, *, entry: Reference, reader: Actor, purpose: Purpose) -> Allowed:
    """Decide attribute by attribute.

    Public: everybody. Personal: whom the entry is (or who acts for it in everything), and, for a stated
    purpose, the engine and the officers that the owner named. Secret: only officers for whom the owner named
    that attribute.
    """
    public = _of_class(declaration, "public")
    personal = _of_class(declaration, "personal")
    if entry in reader.own:
        return Allowed(public | personal)
    if reader.kind == "system":
        opened = Allowed(public | personal)
    else:
        opened = _granted(declaration, reader, public, personal)
    if purpose.stated:
        return _for_purpose(declaration, opened, public, reader=reader, purpose=purpose)
    closed = (opened.whole | opened.masked) - public
    return Allowed(public, frozenset(), closed)


def _for_purpose(
    declaration: Declaration, opened: Allowed, public: frozenset[str], *, reader: Actor, purpose: Purpose
) -> Allowed:
    """Of what is open to the reader, that which the purpose needs. A case is a purpose of its own.

    What everybody may read stays open, whatever is said.

    :raises PurposeUnknown: nothing of the register is public.
    """
    if declaration.open or reader.kind == "system" or purpose.case is not None:
        return opened
    try:
        named = declared_purpose(declaration, reader=reader, purpose=purpose)
    except PurposeUnknown as unknown:
        if not public:
            raise
        return Allowed(public, unknown=unknown)
    needed = (named.attributes | public) if named.attributes else opened.whole | opened.masked
    return Allowed(opened.whole & needed, opened.masked & needed)


def declared_purpose(declaration: Declaration, *, reader: Actor, purpose: Purpose) -> PurposeDeclared:
    """The purpose that a legal basis names.

    :raises PurposeUnknown: the owner declared none such for this reader's agency.
    """
    basis = purpose.legal_basis or ""
    usable = [each for each in declaration.purposes if not each.agencies or each.agencies & reader.agencies]
    found = next((each for each in usable if each.named_by(basis)), None)
    if found is None:
        raise PurposeUnknown(
            field="legal_basis",
            register=declaration.slug,
            named=basis[:80],
            purposes=", ".join(each.slug for each in usable) or "–",
        )
    return found


def agency_may_read(declaration: Declaration, *, attribute: str, agency: str, legal_basis: str) -> bool:
    """Whether the owner opened an attribute, whole, to some role of an agency for a legal basis."""
    field = declaration.fields.get(attribute)
    if field is None:
        return False
    if field.classification == "public":
        return True
    roles = {grant.role for grant in declaration.readers if grant.agency in ("*", agency)}
    purpose = Purpose(legal_basis=legal_basis)
    entry = Reference.of("register", declaration.slug, "0")
    for role in roles:
        reader = Actor(kind="officer", posts=(Post(agency, "", role),))
        try:
            allowed = readable(declaration, entry=entry, reader=reader, purpose=purpose)
        except PurposeUnknown:
            return False
        if attribute in allowed.whole:
            return True
    return False


def may_search(declaration: Declaration, *, reader: Actor, purpose: Purpose) -> bool:
    """Open registers: everybody. Others, for a purpose: the engine, and officers that the owner named.

    :raises PurposeUnknown: no purpose of this reader's agency.
    :raises SearchNotOpened: the purpose does not open what a search shows.
    """
    if declaration.open or _label_is_public(declaration):
        return True
    if not purpose.stated:
        return False
    if reader.kind == "system":
        return True
    if not any(grant.search for grant in _grants(declaration.readers, reader)):
        return False
    if purpose.case is None:
        _hold_shown(declaration, declared_purpose(declaration, reader=reader, purpose=purpose))
    return True


def _hold_shown(declaration: Declaration, purpose: PurposeDeclared) -> None:
    for slug in declaration.label if purpose.attributes else ():
        if slug not in purpose.attributes and declaration.fields[slug].classification != "public":
            raise SearchNotOpened(
                field="legal_basis", register=declaration.slug, attribute=declaration.fields[slug].name
            )


def has_grant(declaration: Declaration, *, actor: Actor) -> bool:
    """Whether any of an officer's posts lets them read or change something of a register."""
    grants = [*declaration.readers, *declaration.writers]
    grants += [grant for event in declaration.events.values() for grant in event.by]
    parts = {declaration.owner, *(declaration.partition.agencies.values() if declaration.partition else ())}
    return any(
        grant.role in ("*", post.role)
        and (grant.agency in ("*", post.agency) or (grant.agency == PART and post.agency in parts))
        for grant in grants
        for post in actor.posts
    )


def may_write(declaration: Declaration, *, writer: Actor, part: str = "") -> bool:
    """The engine, and the officers whom the owner named.

    :param part: the agency that owns the part that the entry is in; empty for the owner of all.
    """
    return writer.kind == "system" or _may_change(declaration, declaration.writers, writer, part)


def parts_of(declaration: Declaration, *, writer: Actor) -> frozenset[str] | None:
    """The agencies whose parts of a shared register somebody may fill; None for all of it.

    Officers fill the part of their own agency. The owner above may fill every part where its file names its
    own agency among the writers; ``"@part"`` there means no more than the part that it keeps itself.
    """
    if declaration.partition is None or writer.kind == "system":
        return None if may_write(declaration, writer=writer) else frozenset()
    above = [grant for grant in declaration.writers if grant.agency == declaration.owner]
    if any(True for _ in _grants(above, writer)):
        return None
    return frozenset(
        agency
        for agency in {declaration.owner, *declaration.partition.agencies.values()}
        if may_write(declaration, writer=writer, part=agency)
    )


def may_record(declaration: Declaration, event: EventDeclared, *, officer: Actor, part: str = "") -> bool:
    """Officers whom the event names, or else the register's writers; of the agency that owns the part."""
    return _may_change(declaration, event.by or declaration.writers, officer, part)


def _may_change(declaration: Declaration, grants: Iterable[Grant], officer: Actor, part: str) -> bool:
    if declaration.partition is None:
        return any(True for _ in _grants(grants, officer))
    owner = part or declaration.owner
    return any(
        post.agency == owner and grant.role in ("*", post.role) and grant.agency in ("*", PART, post.agency)
        for grant in grants
        for post in officer.posts
    )


def _label_is_public(declaration: Declaration) -> bool:
    shown = [declaration.fields[slug] for slug in declaration.label]
    searched = [each for each in declaration.fields.values() if each.search]
    return bool(shown) and all(each.classification == "public" for each in (*shown, *searched))


def _granted(
    declaration: Declaration, reader: Actor, public: frozenset[str], personal: frozenset[str]
) -> Allowed:
    whole, masked = set(public), set[str]()
    for grant in _grants(declaration.readers, reader):
        named = grant.attributes - {"*"}
        seen = named | (personal if "*" in grant.attributes else frozenset[str]())
        whole |= seen - grant.masked
        masked |= grant.masked
    return Allowed(frozenset(whole), frozenset(masked - whole))


def _grants(grants: Iterable[Grant], actor: Actor) -> Iterable[Grant]:
    for grant in grants:
        for post in actor.posts:
            if grant.agency in ("*", post.agency) and grant.role in ("*", post.role):
                yield grant
                break


def _of_class(declaration: Declaration, classification: str) -> frozenset[str]:
    return frozenset(
        slug for slug, each in declaration.fields.items() if each.classification == classification
    )
