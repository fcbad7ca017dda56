"""How a business is started in tests: the founder files once, five agencies do their parts."""

from onewindow.blocks.cases import api
from onewindow.blocks.cases.tests.people import actor, upload
from onewindow.blocks.cases.tests.way import do, pay_at
from onewindow.blocks.cases.types import PartView
from onewindow.blocks.payments import api as payments
from onewindow.blocks.payments.models import SandboxOrder
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.reference import Reference

CHAIN = "companies-register/start-a-business"
PEOPLE = Reference("register/people/10004962")


def answers(**changes: object) -> dict[str, object]:
    """A bakery with twelve employees."""
    who = actor("founder")
    return {
        "employees": "12", "starts_on": "2027-05-03", "company_name": "Four du Port SARL",
        "company_name_ar": "فرن الميناء", "legal_form": "sarl", "activity": "1071", "capital": "10000",
        "address": "PN-0104", "statutes": upload(who), "partners": [], "expected_turnover": "1500000",
        "premises_area": "85.5", "safety_file": upload(who), "late_hours": "no",
    } | changes  # fmt: skip


def start(**changes: object) -> str:
    """The founder files; the number of the whole."""
    filed = api.file_case(
        service=CHAIN, actor=actor("founder"), applicant=PEOPLE, answers=answers(**changes), channel="page",
        language="fr", key="business-1",
    )  # fmt: skip
    jobs.drain_all()
    return filed.number


def parts(number: str) -> dict[str, PartView]:
    """The parts by their step, as the founder sees them."""
    return {part.element: part for part in api.parts(number=number, actor=actor("founder"))}


def part(number: str, element: str) -> str:
    """The number of a part's case."""
    return parts(number)[element].number


def states(number: str) -> dict[str, tuple[str, str]]:
    """How the parts stand: the caller's word, and the part's status."""
    return {element: (one.state, one.status) for element, one in parts(number).items()}


def register_company(number: str) -> None:
    """The registrar agrees and the founder pays."""
    company = part(number, "register-company")
    do(company, "company-registrar", "check", {"decision": "register"})
    (asked,) = payments.requests_of(subject=Reference.of("case", company))
    url = payments.pay(request=asked.id, actor=actor("founder"))
    pay_at(SandboxOrder.objects.get(pk=url.rstrip("/").rpartition("/")[2]))
    jobs.drain_all()


def decide(number: str, element: str, account: str, work: str, **said: object) -> None:
    """An officer does a task of a part."""
    do(part(number, element), account, work, dict(said))
    jobs.drain_all()
