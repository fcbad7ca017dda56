"""What the worker does for identity."""

from onewindow.blocks.identity.forgetting import forget_once
from onewindow.blocks.identity.openid.tasks import end_lost_visits, tell_of_logout
from onewindow.blocks.identity.openid.tasks import forget_once as forget_openid_once

__all__ = ["end_lost_visits", "forget_once", "forget_openid_once", "tell_of_logout"]
