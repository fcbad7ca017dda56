"""The API of privacy: what a person asks, allows and objects to, and what agencies answer."""

from ninja import Router

from onewindow.blocks.privacy.rest import agencies, choosing, exporting, holding, questions

router = Router()
for part in (questions, choosing, exporting, agencies, holding):
    router.add_router("", part.router)
