"""Build the filter: ``python -m onewindow.blocks.identity.common_passwords.build LIST …``.

Each list is a text file with a password a line, the most frequent first. README.md says which were used.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from onewindow.blocks.identity.common_passwords.bloom import places

BITS_FOR_EACH = 24  # with 17 hashes, one other password in 100,000 is taken for common
SHORTEST = 6  # shorter ones are refused for their length, and are looked for inside longer ones only
MOST_OF_A_LIST = 200_000
FILE = Path(__file__).parent / "filter.bin"


def read(path: Path) -> Iterable[str]:
    """The most frequent passwords of a list that are long enough, in small letters."""
    words = (line.strip().lower() for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    taken = [word for word in words if len(word) >= SHORTEST]
    return taken[:MOST_OF_A_LIST] + [word for word in taken[MOST_OF_A_LIST:] if len(word) >= 12]


def build(words: Iterable[str]) -> bytes:
    """The filter: one long row of bits."""
    wanted = sorted({*words, "aaaa"})
    bits = bytearray(len(wanted) * BITS_FOR_EACH // 8)
    for word in wanted:
        for place in places(word, len(bits) * 8):
            bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


if __name__ == "__main__":
    FILE.write_bytes(build(word for name in sys.argv[1:] for word in read(Path(name))))
