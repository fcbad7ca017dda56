"""Errors of documents."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, OnewindowError


class DocumentUnknown(NotFound):
    code = "document-unknown"
    message = N_("We know no document with the code {code}.")
    way_out = N_("Check the code: it is printed below the square code on the document.")


class CheckingBusy(OnewindowError):
    code = "checking-busy"
    message = N_("We are checking files of others right now.")
    way_out = N_("Send your file again in a minute.")
    status = 503


class DocumentNotYours(NotAllowed):
    code = "document-not-yours"
    message = N_("You may not see this document.")
    way_out = N_(
        "Only its holder and the agency that issued it may. Anybody can check whether it is genuine."
    )


class DocumentKeyReused(Conflict):
    code = "document-key-reused"
    message = N_("The key {key} already stands for another document.")
    way_out = N_("Use a new key for a new document.")


class DocumentEnded(Conflict):
    code = "document-ended"
    message = N_("The document {code} was revoked or replaced already.")
    way_out = N_("Look at it again: a newer version may be valid.")


class ReasonMissing(InvalidInput):
    code = "reason-missing"
    message = N_("Give a reason.")
    way_out = N_("The holder, and whoever checks the document, will read it.")


class EndTooEarly(InvalidInput):
    code = "end-too-early"
    message = N_("{day} is before the last day that the document is valid already.")
    way_out = N_("Give a later day, or correct the document.")


class NotRendered(OnewindowError):
    code = "document-not-rendered"
    message = N_("The document could not be made: {reason}.")
    way_out = N_("It will be tried again. If it goes on, tell the operator.")


class NoSealKey(OnewindowError):
    code = "no-seal-key"
    message = N_("There is no key to seal documents of {agency}: {reason}.")
    way_out = N_("The operator has to set up the keys.")


class UploadUnknown(NotFound):
    code = "upload-unknown"
    message = N_("We could not find this file.")


class UploadNotYours(NotAllowed):
    code = "upload-not-yours"
    message = N_("You may not see this file.")


class UploadEmpty(InvalidInput):
    code = "upload-empty"
    message = N_("The file “{name}” is empty.")
    way_out = N_("Choose another file.")


class UploadTooLarge(InvalidInput):
    code = "upload-too-large"
    message = N_("The file “{name}” has {size} MB. At most {limit} MB are possible.")
    way_out = N_("Send a smaller file, for instance a scan with fewer dots.")


class UploadOfWrongKind(InvalidInput):
    code = "upload-wrong-kind"
    message = N_("The file “{name}” is not one of these kinds: {accept}.")
    way_out = N_("Save it as one of them and send it again.")


class UploadNotSound(InvalidInput):
    code = "upload-not-sound"
    message = N_("The file “{name}” is damaged or has something hidden in it: {reason}.")
    way_out = N_("Save or scan it again and send the new file.")


class UploadInfected(InvalidInput):
    code = "upload-infected"
    message = N_("The file “{name}” was not accepted: the virus check found {found}.")
    way_out = N_("Check your computer for viruses, then send a clean file.")


class ScannerNotThere(OnewindowError):
    code = "scanner-not-there"
    message = N_("The virus check does not answer, so files cannot be received now.")
    way_out = N_("Try again in a few minutes. What you filled in is kept.")
