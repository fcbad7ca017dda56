"""What changes documents and uploads: each function is one use case and one transaction."""

from onewindow.blocks.documents.operations.changing import extend, revoke
from onewindow.blocks.documents.operations.issuing import issue
from onewindow.blocks.documents.operations.storing import remove_upload, store_upload

__all__ = ["extend", "issue", "remove_upload", "revoke", "store_upload"]
