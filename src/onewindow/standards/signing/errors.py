"""What can be wrong with keys, certificates and signatures."""

from onewindow.kernel.errors import N_, OnewindowError


class SigningError(OnewindowError):
    code = "signing"
    message = N_("This cannot be signed.")


class KeyNotUsable(SigningError):
    code = "key-not-usable"
    message = N_("This key cannot be used: {reason}.")
    way_out = N_("Use an EC key on P-256, or an Ed25519 key, without a password.")


class CertificateRefused(SigningError):
    code = "certificate-refused"
    message = N_("The certificate of {subject} is not accepted: {reason}.")


class JwsRefused(SigningError):
    code = "jws-refused"
    message = N_("This signed message is not accepted: {reason}.")


class PdfNotSealable(SigningError):
    code = "pdf-not-sealable"
    message = N_("This PDF cannot be sealed: {reason}.")


class StampRefused(SigningError):
    code = "stamp-refused"
    message = N_("The timestamp cannot be used: {reason}.")
    way_out = N_("Try again in a few minutes.")


class NotSignable(SigningError):
    code = "not-signable"
    message = N_("This cannot be signed: {reason}.")


class NotExtendable(SigningError):
    code = "not-extendable"
    message = N_("This signature cannot be prepared for the long term: {reason}.")
