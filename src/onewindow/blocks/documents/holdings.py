"""What documents hold about people."""

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted, kept, with_parent
from onewindow.kernel.errors import N_

_ISSUED = N_("a document that the state issued can be verified as long as somebody may hold it")

HOLDINGS = (
    Holding(
        model="documents.Document",
        topic="documents",
        rows=NamedBy(person=("holder",), account=("filed_by",), subject=("subject",)),
        retention=kept(_ISSUED),
    ),
    Holding(
        model="documents.SealedFile",
        topic="documents",
        rows=NamedBy(person=("document__holder",), subject=("document__subject",)),
        retention=with_parent("document"),
    ),
    Holding(
        model="documents.Change",
        topic="documents",
        rows=NamedBy(person=("document__holder",), subject=("document__subject",)),
        retention=with_parent("document"),
    ),
    Holding(
        model="documents.Upload",
        topic="documents",
        rows=NamedBy(account=("uploader",), subject=("subject",)),
        retention=deleted(after="stored_at", days=3650, why=N_("as long as the case that it belongs to")),
    ),
    Holding(
        model="documents.UploadContent",
        topic="documents",
        rows=NamedBy(account=("upload__uploader",), subject=("upload__subject",)),
        retention=with_parent("upload"),
    ),
)
