"""The case operations of the public API."""

from ninja import Router

from onewindow.blocks.cases.rest import cases, confirming, drafts, moving, parts, tasks, webhooks

router = Router()
for part in (cases, moving, parts, tasks, drafts, confirming, webhooks):
    router.add_router("", part.router)
