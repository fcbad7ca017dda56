"""SMTP, with connections that only the egress list allows.

For ``EMAIL_BACKEND``; ``ONEWINDOW_EGRESS["smtp"]`` names the relay as ``tcp://host:port``.
"""

import smtplib
import socket
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from onewindow.foundation.egress import api as egress


class _ListedSMTP(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        return _connect(host, port, timeout)


class _ListedSMTPOverTLS(smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        return self.context.wrap_socket(_connect(host, port, timeout), server_hostname=host)


def _connect(host: str, port: int, timeout: Any) -> socket.socket:
    seconds = float(timeout) if isinstance(timeout, int | float) else None
    return egress.connect(host=host, port=port, connector="smtp", seconds=seconds)


class SmtpBackend(EmailBackend):
    """Django's SMTP, through the one way out of the house."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What opens connections."""
        return _ListedSMTPOverTLS if self.use_ssl else _ListedSMTP
