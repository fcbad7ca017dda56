"""What the worker does for the trust service."""

from onewindow.blocks.trust import lists
from onewindow.blocks.trust.operations import looking_after, preserving, renewing


def publish_due_lists() -> int:
    """Publish lists of revoked certificates that are old, or behind what was revoked."""
    return lists.publish_due()


def look_after_once() -> int:
    """Renew what the house itself holds, and tell holders whose certificates end soon."""
    return looking_after.renew_services() + looking_after.tell_of_ends()


def look_through_kept() -> int:
    """Take up what rooms keep for long since the last look."""
    return preserving.look_through()


def preserve_due() -> int:
    """Stamp anew what the house keeps, before its proof ends; what is new and bare at once."""
    return preserving.look_for_new() + renewing.renew_due()
