"""Random numbers that belong to what they are for: this case, this step, this time.

A stream shared by all would shift when one step is taken away; here, the same case needs the same time at the
same step in every variant. SplitMix64's finaliser mixes the bits (Steele, Lea and Flood, OOPSLA 2014).
"""

from zlib import crc32

_ALL = 0xFFFF_FFFF_FFFF_FFFF
_GOLDEN = 0x9E37_79B9_7F4A_7C15
_FIRST = 0xBF58_476D_1CE4_E5B9
_SECOND = 0x94D0_49BB_1331_11EB
_UNIT = 1.0 / (1 << 53)
_HALF = _UNIT / 2


def mixed(number: int) -> int:
    """64 bits that tell nothing of the number."""
    number = ((number ^ (number >> 30)) * _FIRST) & _ALL
    number = ((number ^ (number >> 27)) * _SECOND) & _ALL
    return number ^ (number >> 31)


def key_of(*, seed: int, case: int) -> int:
    """What a case's random numbers are made of."""
    return mixed((seed * _GOLDEN + mixed(case + 1)) & _ALL)


def name_of(name: str) -> int:
    """A step's name as a number, the same on every machine."""
    return crc32(name.encode()) << 16


def uniform(key: int, what: int) -> float:
    """A number strictly between 0 and 1.

    :param key: of the case; ``what``: of the step, plus how often it was there before.
    """
    number = (key ^ (what * _GOLDEN)) & _ALL
    number = ((number ^ (number >> 30)) * _FIRST) & _ALL
    number = ((number ^ (number >> 27)) * _SECOND) & _ALL
    return ((number ^ (number >> 31)) >> 11) * _UNIT + _HALF
