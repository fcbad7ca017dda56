"""Who comes in: authors, administrators and heads, with a sign-in that is strong enough for a law."""

from onewindow.blocks.studio.permission import AUTHORS, PUBLISHERS
from onewindow.foundation.access.api import declare_rule
from onewindow.foundation.access.types import Rule

RULE = declare_rule(
    rule=Rule(
        name="studio", kinds=frozenset({"officer"}), roles=AUTHORS | PUBLISHERS, assurance="substantial"
    )
)
