"""Operations on a company's employees."""

from django.http import HttpRequest
from ninja import Router, Status

from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.rest.schemas import EmployeeIn, EmployeeOut, PrincipalsIn, employee_out
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.kernel.reference import Reference

router = Router(tags=["mandates"])


@router.get(
    "/companies/{company}/employees", response=list[EmployeeOut], operation_id="list_company_employees"
)
@guard("representative", scope="mandates:read")
def employees(request: HttpRequest, company: str) -> list[EmployeeOut]:
    """Whom a company of yours lets act now."""
    house = Reference.of("register", "companies", company)
    found = api.employees_of(actor=access.actor_of(request=request), company=house)
    return [employee_out(each) for each in found]


@router.post(
    "/companies/{company}/employees", response={201: EmployeeOut}, operation_id="name_company_employee"
)
@guard("representative", scope="mandates:write")
def name_employee(request: HttpRequest, company: str, body: EmployeeIn) -> Status[EmployeeOut]:
    """Let an employee act, within limits."""
    made = api.name_employee(
        actor=access.actor_of(request=request),
        company=Reference.of("register", "companies", company),
        person=Reference(body.person),
        name=body.name,
        own=body.own,
        everyone=body.everyone,
        principals=[Reference(each) for each in body.principals],
        terms=body.terms,
        pin=body.pin,
        sign_later=body.sign_later,
    )
    return Status(201, employee_out(made))


@router.put("/company-employees/{code}/principals", response=EmployeeOut, operation_id="assign_principals")
@guard("representative", scope="mandates:write")
def assign(request: HttpRequest, code: str, body: PrincipalsIn) -> EmployeeOut:
    """Say anew for whom an employee acts. The employee gets a new code."""
    principals = [Reference(each) for each in body.principals]
    changed = api.assign_principals(
        actor=access.actor_of(request=request),
        code=code,
        everyone=body.everyone,
        principals=principals,
        pin=body.pin,
        sign_later=body.sign_later,
    )
    return employee_out(changed)


@router.delete("/company-employees/{code}", response={204: None}, operation_id="end_company_employee")
@guard("representative", scope="mandates:write")
def end_employee(request: HttpRequest, code: str) -> Status[None]:
    """Take an employee's powers back now."""
    api.end_employee(actor=access.actor_of(request=request), code=code)
    return Status(204, None)
