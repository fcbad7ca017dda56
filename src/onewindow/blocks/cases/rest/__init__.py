"""The case operations of the public API."""

from ninja import Router

from onewindow.blocks.cases.rest import cases, drafts, moving, tasks, webhooks

router = Router()
for part in (cases, moving, tasks, drafts, webhooks):
    router.add_router("", part.router)
