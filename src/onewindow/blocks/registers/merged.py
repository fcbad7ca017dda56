"""Which entry stands for one that was merged into it."""

from onewindow.blocks.registers.models import Duplicate

_MERGED = ("merged", "parting")


def stays_for(register: str, key: str) -> str | None:
    """The entry that stayed, through several mergers if need be; None where the key was never merged."""
    seen = [key]
    while (found := _next(register, seen[-1])) is not None and found not in seen:
        seen.append(found)
    return seen[-1] if len(seen) > 1 else None


def _next(register: str, key: str) -> str | None:
    rows = Duplicate.objects.filter(register=register, gone=key, state__in=_MERGED)
    return rows.order_by("-merged_at").values_list("stays", flat=True).first()


def all_of(register: str, key: str) -> tuple[str, ...]:
    """A key, the entry that it was merged into, and those that were merged into it."""
    stays = stays_for(register, key)
    gone = Duplicate.objects.filter(register=register, stays=stays or key, state__in=_MERGED)
    return tuple(dict.fromkeys((key, *([stays] if stays else []), *gone.values_list("gone", flat=True))))
