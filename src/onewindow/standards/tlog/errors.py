"""Errors of transparency logs."""

from onewindow.kernel.errors import N_, InvalidInput


class TlogError(InvalidInput):
    """The base of what can be wrong with a piece of a log."""

    code = "tlog-error"


class TileNotThere(TlogError):
    code = "tlog-tile-not-there"
    message = N_("The tile {path} is missing or too short.")
    way_out = N_("Fetch it again from the log, or from a copy of it.")


class NoteNotValid(TlogError):
    code = "tlog-note-not-valid"
    message = N_("This is not a signed note of a log: {what}.")
    way_out = N_("Fetch the checkpoint again and do not edit it.")


class SignatureNotValid(TlogError):
    code = "tlog-signature-not-valid"
    message = N_("The note is not signed by {key}.")
    way_out = N_(
        "Make sure that the public key is the one which the log publishes. If it is, do not trust this note."
    )


class KeyNotValid(TlogError):
    code = "tlog-key-not-valid"
    message = N_("This is not a key of a log: {what}.")
    way_out = N_("A public key looks like example.org/log+1a2b3c4d+AQ…, all on one line.")


class ProofNotValid(TlogError):
    code = "tlog-proof-not-valid"
    message = N_("The proof does not hold: {what}.")
    way_out = N_(
        "Fetch the proof again. If it still does not hold, the log and this proof contradict each other."
    )
