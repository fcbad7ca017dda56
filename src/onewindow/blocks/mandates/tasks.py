"""What the worker does for mandates."""

from onewindow.blocks.mandates import acts, deaths
from onewindow.blocks.registers.types import PersonDied, PersonLives
from onewindow.foundation.outbox.types import Delivery


def lapse_acts_once() -> int:
    """Call off what a company's officers did not sign in time; how many."""
    return acts.lapse()


def person_died(news: PersonDied, delivery: Delivery) -> None:
    """The register learned of a death: mandates of and to that person end, and the other sides hear."""
    deaths.person_died(news.person)


def person_lives(news: PersonLives, delivery: Delivery) -> None:
    """The death was a mistake: both sides hear which mandates may be granted anew."""
    deaths.person_lives(news.person)
