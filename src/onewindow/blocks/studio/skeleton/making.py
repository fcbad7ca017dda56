"""Filling in the skeleton: its files are a package of their own, with three words in capitals to replace."""

import re
from pathlib import Path

_FOLDER = Path(__file__).parent / "package"


def skeleton(*, agency: str, service: str) -> dict[str, bytes]:
    """The files of a small complete service, path to content. It passes every check and all its scenarios.

    :param agency: and ``service``: slugs.
    """
    name = service.replace("-", " ").capitalize()
    prefix = re.sub(r"[^A-Z]", "", "".join(word[:1] for word in service.split("-")).upper())
    replaced = {
        "AGENCY-SLUG": agency,
        "SERVICE-SLUG": service,
        "SERVICE-NAME": name,
        "NUMBER-PREFIX": (prefix + re.sub(r"[^A-Z]", "", service.upper()) + "XX")[: max(3, len(prefix[:6]))],
    }
    files: dict[str, bytes] = {}
    for path in sorted(one for one in _FOLDER.rglob("*") if one.is_file()):
        text = path.read_text(encoding="utf-8")
        for word, value in replaced.items():
            text = text.replace(word, value)
        files[path.relative_to(_FOLDER).as_posix()] = text.encode()
    return files
