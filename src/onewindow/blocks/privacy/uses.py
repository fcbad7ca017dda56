"""The optional uses of data, declared as data by the agencies: ``uses.yaml`` of the country."""

from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml
from django.conf import settings

from onewindow.blocks.privacy.errors import UseUnknown
from onewindow.blocks.privacy.types import Use
from onewindow.kernel.localised import Localised


def uses() -> tuple[Use, ...]:
    """All of them, by slug."""
    file = Path(settings.ONEWINDOW_COUNTRY_DIR) / "uses.yaml"
    try:
        changed = file.stat().st_mtime_ns
    except FileNotFoundError:
        return ()
    return _read(file, changed)


def use(slug: str) -> Use:
    """One of them, or UseUnknown."""
    found = next((each for each in uses() if each.slug == slug), None)
    if found is None:
        raise UseUnknown(field="use")
    return found


@lru_cache(maxsize=4)
def _read(file: Path, changed: int) -> tuple[Use, ...]:
    rows = cast("list[dict[str, Any]]", yaml.safe_load(file.read_text(encoding="utf-8"))["uses"])
    found = (
        Use(
            slug=row["use"],
            agency=row["agency"],
            basis=row["basis"],
            name=Localised(row["name"]),
            purpose=Localised(row["purpose"]),
            recipient=Localised(row["recipient"]),
            days=int(row.get("days", 365)),
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda each: each.slug))
