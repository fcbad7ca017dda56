"""What can be wrong with requests for certificates and timestamps."""

from onewindow.kernel.errors import N_
from onewindow.standards.signing.errors import SigningError


class RequestRefused(SigningError):
    code = "certificate-request-refused"
    message = N_("This request for a certificate is not accepted: {reason}.")
    way_out = N_("Make a new PKCS #10 request with a key on P-256, or an RSA key of at least 3,072 bits.")


class TimestampRefused(SigningError):
    code = "timestamp-refused"
    message = N_("This timestamp proves nothing: {reason}.")


class TrustListRefused(SigningError):
    code = "trust-list-refused"
    message = N_("This trust list is not accepted: {reason}.")
    way_out = N_("Ask whoever publishes it for the current list and the certificate of its signer.")
