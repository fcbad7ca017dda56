"""Filing a draft with a signature that the house makes with a key that it keeps."""

from onewindow.blocks.cases.errors import CaseNotFound, SignatureNeeded
from onewindow.blocks.cases.operations.drafts import file_draft, statement_of_row
from onewindow.blocks.cases.queries.drafts import draft_row
from onewindow.blocks.cases.types import FiledCase
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.api import Actor
from onewindow.kernel.errors import OnewindowError


def sign_and_file_draft(*, key: str, actor: Actor, language: str, pin: str) -> FiledCase:
    """See ``cases.api.sign_and_file_draft``. Outside a transaction: wrong PINs are counted."""
    statement = statement_of_draft(key=key, actor=actor)
    if actor.person is None or not pin or not trust.has_signing_key(holder=actor.person):
        raise SignatureNeeded(field="pin")
    try:
        signature = trust.sign(holder=actor.person, pin=pin, payload=statement, form="jades", level="LT")
    except OnewindowError as problem:
        problem.field = "pin"
        raise
    return file_draft(key=key, actor=actor, language=language, signature=signature)


def statement_of_draft(*, key: str, actor: Actor) -> bytes:
    """See ``cases.api.statement_of_draft``."""
    row = draft_row(key, actor)
    if row.filed_id is not None:
        raise CaseNotFound(number=key)
    return statement_of_row(row)
