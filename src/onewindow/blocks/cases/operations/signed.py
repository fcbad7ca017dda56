"""Filing a draft with a signature that the house makes with a key that it keeps."""

from onewindow.blocks.cases.errors import CaseNotFound, SignatureNeeded
from onewindow.blocks.cases.operations.drafts import file_draft, statement_of_row
from onewindow.blocks.cases.queries.drafts import draft_row
from onewindow.blocks.cases.queries.papers import paper_of
from onewindow.blocks.cases.signing import xml_of
from onewindow.blocks.cases.types import FiledCase
from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust.types import Form
from onewindow.foundation.access.api import Actor
from onewindow.kernel.errors import OnewindowError

_SIGNED_AS = {"pades": "pdf", "xades": "xml", "jades": "json", "asic-e": "json"}


def sign_and_file_draft(*, key: str, actor: Actor, language: str, pin: str, form: Form) -> FiledCase:
    """See ``cases.api.sign_and_file_draft``. Outside a transaction: wrong PINs are counted."""
    if actor.person is None or not pin or not trust.has_signing_key(holder=actor.person):
        raise SignatureNeeded(field="pin")
    payload = to_sign_of_draft(key=key, actor=actor, form=_SIGNED_AS[form], language=language)
    try:
        signature = trust.sign(holder=actor.person, pin=pin, payload=payload, form=form, level="LT")
    except OnewindowError as problem:
        problem.field = "pin"
        raise
    return file_draft(key=key, actor=actor, language=language, signature=signature)


def statement_of_draft(*, key: str, actor: Actor) -> bytes:
    """See ``cases.api.statement_of_draft``."""
    return to_sign_of_draft(key=key, actor=actor, form="json", language=actor.language)


def to_sign_of_draft(*, key: str, actor: Actor, form: str, language: str) -> bytes:
    """See ``cases.api.to_sign_of_draft``."""
    row = draft_row(key, actor)
    if row.filed_id is not None or form not in _SIGNED_AS.values():
        raise CaseNotFound(number=key)
    statement = statement_of_row(row)
    if form == "pdf":
        return paper_of(row, statement=statement, actor=actor, language=language)
    return xml_of(statement) if form == "xml" else statement
