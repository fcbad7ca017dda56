"""What the worker does for identity."""

from onewindow.blocks.identity.administration.reviews import close_due_reviews, open_due_reviews
from onewindow.blocks.identity.forgetting import forget_once
from onewindow.blocks.identity.openid.tasks import end_lost_visits, tell_of_logout
from onewindow.blocks.identity.openid.tasks import forget_once as forget_openid_once

__all__ = [
    "close_due_reviews",
    "end_lost_visits",
    "forget_once",
    "forget_openid_once",
    "open_due_reviews",
    "tell_of_logout",
]
