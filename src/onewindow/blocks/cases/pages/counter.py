"""The counter: a clerk files for somebody who stands there."""

from django.http import HttpRequest

from onewindow.blocks.registers import api as registers
from onewindow.kernel.errors import N_, InvalidInput
from onewindow.kernel.reference import Reference


class NobodyOfThatNumber(InvalidInput):
    code = "nobody-of-that-number"
    message = N_("No register has an entry with the number “{text}”.")
    way_out = N_("Check the number on the card or the company's extract.")


def applicant_at_counter(request: HttpRequest) -> Reference:
    """Whom the clerk files for: the number of a person or of a company.

    :raises NobodyOfThatNumber: neither register has it.
    """
    text = str(request.POST.get("applicant", "")).strip()
    for register in ("people", "companies"):
        if text and registers.exists(register=register, key=text):
            return Reference.of("register", register, text)
    raise NobodyOfThatNumber(field="applicant", text=text[:60])
