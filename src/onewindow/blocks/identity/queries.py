"""Reads of identity: agencies, offices, accounts, and who holds which post today."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.db.models import Q, QuerySet

from onewindow.blocks.identity import standing
from onewindow.blocks.identity.errors import AccountUnknown, AgencyUnknown, OfficeUnknown
from onewindow.blocks.identity.kept import Kept
from onewindow.blocks.identity.models import (
    Absence,
    Account,
    Agency,
    ApiToken,
    Appointment,
    DemoAccount,
    Office,
    Role,
)
from onewindow.blocks.identity.types import (
    AbsenceView,
    AccountView,
    AgencyView,
    AppointmentView,
    DemoAccountView,
    OfficerView,
    OfficeView,
    RoleView,
    TokenView,
)
from onewindow.kernel.clock import clock
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference

if TYPE_CHECKING:
    from onewindow.foundation.access.types import Assurance

_ONE_DAY = timedelta(days=1)


def agency_view(agency: Agency) -> AgencyView:
    """The row as others see it."""
    return AgencyView(
        slug=agency.slug,
        name=agency.name,
        level=agency.level,
        code=agency.code,
        calendar=agency.calendar,
        zone=agency.zone,
    )


def office_view(office: Office) -> OfficeView:
    """The row as others see it."""
    return OfficeView(
        agency=office.agency_id,
        slug=office.slug,
        name=office.name,
        code=office.code,
        address=office.address,
        closed=office.closed_at is not None,
    )


def account_view(account: Account) -> AccountView:
    """The row as others see it."""
    return AccountView(
        account=account.slug,
        name=account.name,
        email=account.email,
        language=account.language,
        active=standing.may_act(account),
        person=account.person_reference,
    )


def token_view(token: ApiToken) -> TokenView:
    """The row as others see it."""
    assurance = cast("Assurance", token.assurance)
    return TokenView(
        key=token.key,
        name=token.name,
        account=token.account.slug,
        scopes=tuple(token.scopes),
        assurance=assurance,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_on=token.last_used_on,
        revoked_at=token.revoked_at,
    )


def agency(slug: str) -> AgencyView:
    """One agency, or AgencyUnknown."""
    found = _agencies.value().get(slug)
    if found is None:
        raise AgencyUnknown(agency=slug)
    return found


def agencies() -> tuple[AgencyView, ...]:
    """All agencies by slug."""
    return tuple(_agencies.value().values())


def _role_view(row: Role) -> RoleView:
    return RoleView(slug=row.slug, name=Localised(row.names), agency=row.agency_id or "")


_agencies = Kept(lambda: {row.slug: agency_view(row) for row in Agency.objects.all()})
_roles = Kept(lambda: tuple(_role_view(row) for row in Role.objects.all()))


def forget() -> None:
    """Agencies or roles were changed by this process."""
    _agencies.forget()
    _roles.forget()


def office(agency: str, slug: str) -> OfficeView:
    """One office, or OfficeUnknown."""
    found = Office.objects.filter(agency=agency, slug=slug).first()
    if found is None:
        raise OfficeUnknown(agency=agency, office=slug)
    return office_view(found)


def offices_of(agency: str) -> tuple[OfficeView, ...]:
    """The offices of an agency by slug."""
    return tuple(office_view(row) for row in Office.objects.filter(agency=agency))


def roles() -> tuple[RoleView, ...]:
    """All roles by slug."""
    return _roles.value()


def account_row(slug: str) -> Account:
    """The account's row, or AccountUnknown."""
    found = Account.objects.filter(slug=slug).first()
    if found is None:
        raise AccountUnknown(account=slug)
    return found


def account_by_email(email: str) -> AccountView | None:
    """The account of an email address, whatever the case of its letters."""
    found = Account.objects.filter(email__iexact=email).first()
    return account_view(found) if found else None


def names_of(accounts: Iterable[str]) -> dict[str, str]:
    """Slug to name, with one question for all."""
    return dict(Account.objects.filter(slug__in=list(accounts)).values_list("slug", "name"))


def account_for(person: Reference) -> AccountView | None:
    """The account joined to a person, if any."""
    found = standing.account_of(person)
    return account_view(found) if found else None


def held(at: datetime) -> QuerySet[Appointment]:
    """Appointments that are held at a moment."""
    return (
        Appointment.objects.filter(starts_at__lte=at)
        .filter(Q(ends_at=None) | Q(ends_at__gt=at))
        .select_related("office", "account")
    )


def held_or_to_come(at: datetime) -> QuerySet[Appointment]:
    """Appointments that are held at a moment, or will be."""
    return Appointment.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at)).select_related("office", "account")


def absences_at(at: datetime, *, among: Q) -> list[Absence]:
    """Absences of that day, where the day is the agency's civil day."""
    day = at.astimezone(UTC).date()
    near = Absence.objects.filter(
        among, cancelled_at=None, first_day__lte=day + _ONE_DAY, last_day__gte=day - _ONE_DAY
    ).select_related("agency", "absent", "substitute")
    return [row for row in near if row.first_day <= clock.today(zone=row.agency.zone) <= row.last_day]


def _officer(row: Appointment, by: Account) -> OfficerView:
    return OfficerView(
        account=by.slug,
        name=by.name,
        email=by.email,
        language=by.language,
        agency=row.office.agency_id,
        office=row.office.slug,
        role=row.role_id,
        covers_for=None if by.pk == row.account_id else row.account.slug,
    )


def officers_with(agency: str, role: str, office: str | None) -> tuple[OfficerView, ...]:
    """Officers who hold a role now; while one is absent, the substitute stands beside them."""
    now = clock.now()
    rows = held(now).filter(office__agency=agency, role=role, account__is_active=True)
    if office is not None:
        rows = rows.filter(office__slug=office)
    covered = absences_at(now, among=Q(agency=agency))
    found: list[OfficerView] = []
    for row in rows.order_by("account__slug", "office__slug"):
        found.append(_officer(row, row.account))
        found.extend(
            _officer(row, absence.substitute)
            for absence in covered
            if absence.absent_id == row.account_id and absence.substitute.is_active
        )
    return tuple(found)


def absent_now(agency: str) -> tuple[AbsenceView, ...]:
    """Who is absent today at an agency, and who covers."""
    return tuple(_absence(row) for row in absences_at(clock.now(), among=Q(agency=agency)))


def absences_of(agency: str) -> tuple[AbsenceView, ...]:
    """Absences that are not over yet where the agency is, by first day."""
    today = clock.today(zone=_zone_of(agency))
    rows = Absence.objects.filter(agency=agency, cancelled_at=None, last_day__gte=today)
    return tuple(_absence(row) for row in rows.select_related("absent", "substitute"))


def _zone_of(slug: str) -> str:
    return agency(slug).zone


def _absence(row: Absence) -> AbsenceView:
    return AbsenceView(
        absence=row.pk,
        absent=row.absent.slug,
        absent_name=row.absent.name,
        substitute=row.substitute.slug,
        substitute_name=row.substitute.name,
        first_day=row.first_day,
        last_day=row.last_day,
    )


def appointments_of(agency: str) -> tuple[AppointmentView, ...]:
    """The posts held at an agency now, by name."""
    rows = held(clock.now()).filter(office__agency=agency).order_by("account__name", "office__slug", "role")
    return tuple(
        AppointmentView(
            appointment=row.pk,
            account=row.account.slug,
            name=row.account.name,
            office=row.office.slug,
            role=row.role_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )
        for row in rows
    )


def demo_accounts() -> tuple[DemoAccountView, ...]:
    """The accounts of the demonstration in the order of its page."""
    rows = list(DemoAccount.objects.select_related("account"))
    first_agency = _first_agencies(row.account_id for row in rows)
    return tuple(
        DemoAccountView(
            account=row.account.slug,
            name=row.account.name,
            title=Localised(row.titles),
            description=Localised(row.descriptions),
            group=row.group,
            agency=first_agency.get(row.account_id, ""),
        )
        for row in rows
    )


def _first_agencies(accounts: Iterable[int]) -> dict[int, str]:
    held_now = held(clock.now()).filter(account__in=list(accounts)).order_by("-pk")
    return {row.account_id: row.office.agency_id for row in held_now}


def tokens_of(account: str) -> tuple[TokenView, ...]:
    """The keys of an account, newest first."""
    rows = ApiToken.objects.filter(account__slug=account).select_related("account")
    return tuple(token_view(row) for row in rows)
