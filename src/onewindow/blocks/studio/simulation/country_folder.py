"""What a country's folder says of its offices: calendars, posts, costs. No database is asked."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import cast

import yaml

from onewindow.blocks.studio.simulation.assumptions import Calendars
from onewindow.blocks.studio.simulation.filled_in import Known
from onewindow.kernel.working_days import WorkingCalendar

_Mapping = Mapping[str, object]


def known_of_folder(*, country: Path) -> Known:
    """Officers by post, from accounts.yaml, and what an hour costs, from costs.yaml."""
    accounts = _mapping(country / "accounts.yaml").get("accounts")
    posts: Counter[str] = Counter()
    for account in cast("list[_Mapping]", accounts or []):
        for post in cast("list[_Mapping]", account.get("posts") or []):
            posts[f"{post.get('agency')}/{post.get('role')}"] += 1
    per_hour, currency = costs_of_folder(country=country)
    return Known(posts=posts, cost_per_hour=per_hour, currency=currency)


def costs_of_folder(*, country: Path) -> tuple[dict[str, float], str | None]:
    """Role to what an hour costs in major units, and the currency; nothing where the country does not say."""
    costs = _mapping(country / "costs.yaml")
    rates = cast("Mapping[str, int | float]", costs.get("per_hour") or {})
    currency = costs.get("currency")
    return {role: float(rate) for role, rate in rates.items()}, str(currency) if currency else None


def calendars_of_folder(*, country: Path) -> Calendars:
    """The working calendars of agencies; one without an entry works from Monday to Friday."""
    zone = str(_mapping(country / "country.yaml").get("zone") or "UTC")
    written = _mapping(country / "facts" / "calendars.yaml")
    found = {name: _calendar(name, cast("_Mapping", entry)) for name, entry in written.items()}

    def calendar(name: str) -> WorkingCalendar:
        if name not in found:
            found[name] = WorkingCalendar(name, zone)
        return found[name]

    return calendar


def _calendar(name: str, entry: _Mapping) -> WorkingCalendar:
    holidays = cast("list[_Mapping]", entry.get("holidays") or [])
    return WorkingCalendar(
        name,
        str(entry["zone"]),
        frozenset(int(day) for day in cast("list[str]", entry.get("weekend") or [])),
        frozenset(date.fromisoformat(str(one["day"])) for one in holidays),
        time.fromisoformat(str(entry["opens"])),
        time.fromisoformat(str(entry["closes"])),
    )


def _mapping(file: Path) -> _Mapping:
    if not file.is_file():
        return {}
    loaded = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return cast("_Mapping", loaded) if isinstance(loaded, Mapping) else {}
