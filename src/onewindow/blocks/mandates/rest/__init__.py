"""The API of mandates, by subject."""

from ninja import Router

from onewindow.blocks.mandates.rest.company import router as company
from onewindow.blocks.mandates.rest.granting import router as granting
from onewindow.blocks.mandates.rest.signing import router as signing

router = Router(tags=["mandates"])
router.add_router("", granting)
router.add_router("", company)
router.add_router("", signing)
