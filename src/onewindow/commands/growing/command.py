"""``onewindow country grow``."""

from onewindow.commands.console import say
from onewindow.commands.growing import processes
from onewindow.commands.growing.plan import Plan
from onewindow.commands.growing.running import grow as grow_plan
from onewindow.commands.surroundings import house


def grow(*, people: int, names: str, seed: int, helpers: int | None) -> None:
    """Grow a country, and say how it goes.

    :param helpers: processes side by side; None for as many as there are processors.
    """
    with house():
        plan = planned(people=people, names=names, seed=seed)
        say(f"Growing {people:,} people and what is theirs, in {plan.chunks + 1:,} parts …")
        grown = grow_plan(plan, helpers=helpers or processes.worth_having())
    if not grown.entries:
        say("They are there already.")
        return
    say(
        f"{grown.entries:,} entries in {grown.seconds:,.1f} s "
        f"({grown.entries / grown.seconds:,.0f} a second),"
        f" and {grown.indexing:,.1f} s for indexes."
    )


def planned(*, people: int, names: str = "arabic", seed: int = 1) -> Plan:
    """A plan with the activities that this country has codes for."""
    from onewindow.blocks.registers import api as registers

    known = {each.slug for each in registers.registers()}
    codes = registers.code_list(register="activities") if "activities" in known else ()
    parts = registers.code_list(register="territory") if "territory" in known else ()
    return Plan(
        people=people,
        names=names,
        seed=seed,
        activities=tuple(sorted(each.code for each in codes)),
        whole=next((each.code for each in parts if each.code.isalpha()), ""),
    )
