"""The OCSP responders of the house: one for each authority, behind one address."""

from onewindow.blocks.trust import app_settings, authorities, joined, queries
from onewindow.kernel.clock import clock
from onewindow.standards.signing.pki import ocsp as answers


def ocsp(request: bytes) -> bytes:
    """Answer a DER ``OCSPRequest`` with a DER ``OCSPResponse``."""
    at = clock.now().replace(microsecond=0)
    held = (joined.keys().signer(name=f"{slug}-ocsp") for slug in authorities.AUTHORITIES)
    return answers.answer(
        request,
        responders=[one for one in held if one is not None],
        status_of=queries.status_of,
        at=at,
        next_update=at + app_settings.ANSWER_LASTS,
    )
