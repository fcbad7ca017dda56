"""This country's own trust list, for others."""

from datetime import timedelta

from onewindow.blocks.trust import app_settings, authorities, joined
from onewindow.kernel.clock import clock
from onewindow.standards.signing.pki import certificates, trust_lists
from onewindow.standards.signing.x509 import common_name

_LASTS = timedelta(days=180)


def own_trust_list() -> str:
    """The country's root, signed by the house; its number is the day, so that it rises by itself."""
    root = authorities.certificate_of(authorities.ROOT)
    since, _ = certificates.validity_of(root)
    now = clock.now()
    listed = trust_lists.TrustList(
        country=app_settings.country(),
        name=app_settings.state_name(),
        number=now.toordinal(),
        issued_at=now,
        next_update=now + _LASTS,
        authorities=(
            trust_lists.ListedAuthority(
                name=common_name(root), certificate=root, uses=trust_lists.USES, since=since, until=None
            ),
        ),
    )
    return trust_lists.sign(listed, signer=joined.signer(authorities.LIST_SIGNER))
