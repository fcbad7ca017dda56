"""The scanner of the demonstration: it knows one virus, the harmless one that everybody tests with."""

from onewindow.blocks.documents.ports import Scan

# EICAR's test file, in two parts so that this source is not taken for it.
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class DemoScanner:
    """``ports.Scanner`` for a demonstration and for tests. It protects nobody."""

    def scan(self, *, data: bytes) -> Scan:
        """See ``ports.Scanner``."""
        return Scan("EICAR-Test-File") if _EICAR in data else Scan()
