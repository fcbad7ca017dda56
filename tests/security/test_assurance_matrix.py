"""Every address of a service × every way to sign in: below the service's level nobody reaches it.

The addresses come from the URL resolver: one that is added later, with a case, a draft, a task or a
service in it, is tried without anybody listing it here.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from onewindow.blocks.cases import api as cases
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.documents.codes import new_code
from onewindow.blocks.documents.models import Document, SealedFile
from onewindow.blocks.identity import api as identity
from onewindow.blocks.identity.models import Account
from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import ASSURANCE_ORDER
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from tests.country import country_for_a_room

_IN_ROUTE = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")
SERVICE = "civil-registry/register-extract"


@pytest.fixture(scope="module")
def town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("matrix") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        from django.conf import settings

        catalogue.import_packages(root=settings.ONEWINDOW_SERVICES_DIR)
        yield


def routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, str, object]]:
    for one in patterns:
        here = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, here)
        elif isinstance(one, URLPattern):
            yield here, one.name or "", one.callback


def addresses(values: dict[str, str]) -> list[str]:
    """Every address of the site that names the service, its draft, its case or its task, filled in."""
    found: list[str] = []
    for route, name, view in routes(get_resolver().url_patterns):
        names = {a or b for a, b in _IN_ROUTE.findall(route)}
        of_service = (
            {"agency", "service"} <= names
            or ("number" in names and "cases/" in route)
            or names & {"work", "task"}
            or ("code" in names and "documents/" in route)
        )
        of_draft = "apply/draft/" in route or "v1/drafts/" in route
        if not (of_service or of_draft) or access.rule_of_view(view=view, url_name=name) == "public":
            continue
        filled = _IN_ROUTE.sub(lambda part: values.get(part[1] or part[2], "1"), route)
        found.append("/" + filled.replace("^", "").replace("$", ""))
    return found


def session(level: str) -> Client:
    """The applicant with a sign-in of a level."""
    client = Client()
    Account.objects.filter(slug="citizen").update(proofing=level)
    client.post("/demo/sign-in/", {"account": "citizen"})
    return client


@pytest.mark.django_db
def test_a_session_below_the_level_reaches_no_address_of_the_service(town: None) -> None:
    package = catalogue.package(service=SERVICE)
    assert package.assurance == "substantial"
    actor = identity.actor_of_account(account="citizen", assurance="high")
    person = identity.account(account="citizen").person
    assert isinstance(person, Reference)
    draft = cases.begin_draft(service=SERVICE, actor=actor, applicant=person, channel="page")
    agency, _, service = SERVICE.partition("/")
    values = {
        "agency": agency,
        "service": service,
        "key": draft.key,
        "draft": draft.key,
        "number": "none",
        "work": "1",
    }
    values |= _filed(actor, person)
    stranger = Client()
    tried = [one for one in addresses(values) if stranger.get(one).status_code != 200]
    cells = wrong = asked_of = 0
    for level in ASSURANCE_ORDER[1:]:
        client = session(level)
        below = ASSURANCE_ORDER.index(level) < ASSURANCE_ORDER.index(package.assurance)
        for address in tried:
            for method in ("get", "post"):
                answer = getattr(client, method)(address)
                asked = answer.headers.get("Location", "").startswith("/sign-in/step-up/") or (
                    answer.status_code == 403 and b"stronger-sign-in-needed" in answer.content
                )
                if answer.status_code == 405 or (
                    address.startswith("/api/") and answer.status_code in (400, 422)
                ):
                    continue  # no such method, or the request of a program has not the form to be looked at
                cells += 1
                asked_of += asked
                # An address of officers refuses the applicant as such; others ask for a stronger sign-in.
                good = (asked or answer.status_code == 403) if below else not asked
                wrong += not good
                assert good, (level, method, address, answer.status_code)
    assert len(tried) > 15
    assert asked_of > 15
    print(f"{cells} cells of {len(tried)} addresses, {wrong} wrong")


def _filed(actor: Any, person: Reference) -> dict[str, str]:
    """A case of the service, with a task that waits where it has one."""
    from onewindow.blocks.cases.models import Case, Work

    filed = cases.file_case(
        service=SERVICE, actor=actor, applicant=person, answers={"content": "full", "purpose": "employment"},
        channel="api", language="en", key="matrix-1",
    )  # fmt: skip
    row = Case.objects.get(number=getattr(filed, "number", filed))
    work = Work.objects.filter(case=row).first() or Work.objects.create(
        case=row, work="w", element="e", kind="user", side="officer", agency="civil-registry",
        role="registrar", opened_at=row.filed_at,
    )  # fmt: skip
    return {
        "number": row.number,
        "work": str(work.pk),
        "task": str(work.pk),
        "code": _issued(row.number, person),
    }


def _issued(number: str, person: Reference) -> str:
    """A document that the case issued: it says what the case says."""
    now, subject = clock.now(), Reference.of("case", number)
    leaf = record.append(kind="documents.issued", subject=subject, payload={"sha256": "2" * 64})
    issued = Document.objects.create(
        code=new_code(), sha256="2" * 64, document=f"{SERVICE}/extract", number="1", titles={"en": "Extract"},
        agency="civil-registry", agency_names={"en": "Civil registry"}, zone="UTC", subject=subject.text,
        holder=person.text, key="levels", valid_from=now.date(), issued_at=now, languages=["en"], size=1,
        entry=leaf.id,
    )  # fmt: skip
    SealedFile.objects.create(document=issued, pdf=b"%PDF-1.7")
    return issued.code


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["", "/timeline"])
def test_by_a_password_alone_nobody_reads_their_own_entry(town: None, what: str) -> None:
    person = identity.account(account="citizen").person
    assert isinstance(person, Reference)
    register, _, key = person.key.partition("/")
    address = f"/api/v1/registers/{register}/entries/{key}{what}"
    refused = session("low").get(address)
    assert (refused.status_code, refused.json()["code"]) == (403, "stronger-sign-in-needed")
    assert session("substantial").get(address).status_code == 200
