"""Rules of access that pages of identity share."""

from onewindow.blocks.identity.app_settings import BANK_ROLES, PROOFING_ROLES
from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Rule

PERSON_SURELY = access.declare_rule(
    rule=Rule(name="person-surely", kinds=frozenset({"person", "officer"}), assurance="substantial")
)
"""Whoever changes how they sign in by another's word."""

PROOFER = access.declare_rule(
    rule=Rule(
        name="proofer",
        kinds=frozenset({"officer"}),
        roles=PROOFING_ROLES | BANK_ROLES,
        assurance="substantial",
    )
)
"""Officers who confirm who people are; the operation asks at which agency."""
