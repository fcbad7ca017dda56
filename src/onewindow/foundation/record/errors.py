"""Errors of the record."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotFound, OnewindowError


class KindNotWellFormed(InvalidInput):
    code = "record-kind-not-well-formed"
    message = N_("“{kind}” is not a kind of entry.")
    way_out = N_("A kind looks like case.filed: lower-case words with dots between them.")


class PayloadNotCanonical(InvalidInput):
    code = "record-payload-not-canonical"
    message = N_("The record cannot keep {what}.")
    way_out = N_(
        "Use text, whole numbers, truth values, null, and lists and objects of them. Write decimals as text."
    )


class OutsideTransaction(OnewindowError):
    code = "record-outside-transaction"
    message = N_("An entry is appended in the transaction that makes it true.")
    way_out = N_("Call this inside transaction.atomic().")


class NoSuchEntry(NotFound):
    code = "no-such-entry"
    message = N_("The record has no entry {entry}.")


class NotYetSequenced(Conflict):
    code = "not-yet-sequenced"
    message = N_("Entry {entry} has no place in the log yet.")
    way_out = N_("Try again in a few seconds.")


class AlreadyErased(Conflict):
    code = "already-erased"
    message = N_("What entry {entry} said was erased before.")
    way_out = N_("Nothing is left to do.")


class RecordBroken(OnewindowError):
    """The tables do not agree with the tree, or the key with the log. Nothing more is signed."""

    code = "record-broken"
    message = N_("The record does not agree with itself: {what}.")
    way_out = N_(
        "Nothing was signed. Keep the database as it is, compare it with the last backup and with exports"
        " of the log, and find out who changed it."
    )


class NoSuchCheckpoint(NotFound):
    code = "no-such-checkpoint"
    message = N_("The log has no checkpoint of {size} entries.")


class ExportNotEmpty(Conflict):
    code = "export-not-empty"
    message = N_("The folder {folder} is not empty.")
    way_out = N_("Name a folder that is empty or does not exist yet.")


class KeyFileOpen(OnewindowError):
    code = "log-key-file-open"
    message = N_("Others than its owner may read the key of the log, {path}.")
    way_out = N_("Set its mode to 0600. If somebody may have read it, treat it as known to strangers.")


class ErasureStays(Conflict):
    code = "erasure-stays"
    message = N_("Entry {entry} tells of an erasure, and cannot be erased itself.")
    way_out = N_("Nothing is left to do: it says which place was emptied and why, and no more.")
