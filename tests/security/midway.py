"""Who is neither signed in nor just anybody: a browser in the middle of signing in, and another's program.

The browser gave a password and waits for its second step, was sent a code for a new password, came back
from an outside provider as a person without an account, was sent a code for that, and went there once more. A
proxy vouches for the certificate that it showed. The program holds what the owner's sign-in gave to another
system, the key of the provider, and the bank's for its notices.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core import mail
from django.test import Client, override_settings

from onewindow.blocks.identity.tests.cards import card_of
from onewindow.blocks.identity.tests.openid.relying import register
from onewindow.blocks.payments.adapters.sandbox import signed_notice
from onewindow.blocks.payments.models import SandboxOrder
from onewindow.kernel.clock import clock
from tests.security import eid
from tests.security.more import AGENCY, PASSWORD

HALFWAY, PROGRAM = "halfway", "program"
NOBODY_YET = "10000016"
"""A person without an account."""
_SECRET = "scene"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Sent:
    """What an address is asked with.

    :param by: who has it to send; empty for everybody.
    """

    data: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content_type: str = _FORM
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Midway:
    """Their browsers, what is sent where, and what stands in addresses."""

    browsers: Mapping[str, Client]
    sent: Mapping[str, Sent]
    objects: Mapping[str, str]


@contextmanager
def midway(owner: Client) -> Iterator[Midway]:
    """Lead them to where they stand.

    :param owner: a browser in which the owner of the scene is signed in.
    """
    proxied = override_settings(
        ONEWINDOW_CERTIFICATE_PROXIES=["127.0.0.0/8"], ONEWINDOW_CERTIFICATE_PROXY_SECRET=_SECRET
    )
    with proxied, eid.listed(NOBODY_YET) as provider:
        program = _program(owner)
        halfway, back = _halfway(provider)
        yield Midway(
            browsers={HALFWAY: halfway, PROGRAM: program},
            sent=_sent(provider),
            objects={
                "sign-in/with/provider": eid.SLUG,
                "/sign-in/with/<slug:provider>/back/?": back,
            },
        )


def _halfway(provider: eid.Eid) -> tuple[Client, str]:
    browser = Client()
    login = {"login": "citizen@tamaris.example", "password": PASSWORD}
    assert browser.post("/sign-in/", login).headers["Location"].startswith("/sign-in/second-step/")
    mail.outbox.clear()
    assert browser.post("/password/", {"email": "homeowner@tamaris.example"}).status_code == 302
    begin = f"/sign-in/with/{eid.SLUG}/"
    query = provider.comes_back(browser.post(begin).content.decode())
    opening = browser.get(f"{begin}back/?{query}").headers["Location"]
    assert opening == "/sign-in/open-account/"
    assert browser.post(opening, {"email": "new@tamaris.example", "language": "en"}).status_code == 302
    return browser, provider.comes_back(browser.post(begin).content.decode())


def _program(owner: Client) -> Client:
    system = register("scene-program", agency=AGENCY)
    tokens = system.exchange(system.code(owner)).json()
    return Client(headers={"Authorization": f"Bearer {tokens['access_token']}"})


def _sent(provider: eid.Eid) -> dict[str, Sent]:
    order = SandboxOrder.objects.get(reference="order-scene")
    headers, body = signed_notice(order, at=clock.now())
    alone = {"Authorization": ""}  # what is signed needs no token beside it
    shown = {"Client-Cert": card_of(NOBODY_YET, "Scene Person").header, "Client-Cert-Secret": _SECRET}
    return {
        "GET /demo/sign-in/": Sent(_form(account="citizen")),
        "GET /payments/webhook/<slug:provider>/": Sent(body, headers | alone, "application/json", (PROGRAM,)),
        "GET /sign-in/certificate/browser/": Sent(headers=shown, by=(HALFWAY,)),
        "GET /sign-in/with/<slug:provider>/ended/": Sent(
            _form(logout_token=provider.logout_token()), alone, by=(PROGRAM,)
        ),
    }


def _form(**values: Any) -> bytes:
    return urlencode(values).encode()
