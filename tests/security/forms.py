"""The forms that pages show: what each would send, filled in as far as a program can."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from tests.security.more import PASSWORD
from tests.security.planting import fields

PDF = b"%PDF-1.7\n%%EOF\n"
_MORE = ("is_staff", "is_superuser", "actor", "user", "posts", "roles", "acting_as", "level", "assurance")
_TEXT = "Scene text"
_BY_NAME = {
    "email": "scene@tamaris.example", "pin": "731946", "password": PASSWORD, "oldpassword": PASSWORD,
    "day": "5", "month": "5", "year": "2031", "q": "Scene", "number": "10000016", "person": "10000016",
}  # fmt: skip
_BY_TYPE = {"email": "scene@tamaris.example", "password": PASSWORD, "number": "1", "date": "2031-05-05"}


@dataclass(frozen=True, slots=True)
class Form:
    """One way to send one form.

    :param action: the path that it is sent to.
    :param values: what stands in its fields; a list where a name stands several times.
    """

    action: str
    values: Mapping[str, Any]


def forms_of(page: bytes, where: str) -> Iterator[Form]:
    """Each form of a page that is posted, once for each of its buttons."""
    for form in html.fromstring(page).iter("form"):
        if form.get("method", "get").lower() != "post":
            continue
        action = urljoin(where, form.get("action") or where).partition("#")[0]
        values: dict[str, Any] = {}
        for one in form.iter("input", "select", "textarea"):
            _add(values, one)
        buttons = [one for one in form.iter("button", "input") if _is_named_button(one)]
        for button in buttons:
            yield Form(action, values | {button.get("name"): button.get("value", "")})
        if not buttons:
            yield Form(action, values)


def not_declared(form: Form) -> tuple[dict[str, str], dict[str, str]]:
    """Values under all names of fields that the form does not have; and the name of each, by its mark."""
    names = sorted({name.rpartition(".")[2] for name, _ in fields()} | set(_MORE))
    own = {part for name in form.values for part in (name, name.partition("/")[0])}
    marks = {f"Zx{place:06d}x": name for place, name in enumerate(names) if name not in own}
    return {name: mark for mark, name in marks.items()}, marks


def _is_named_button(one: html.HtmlElement) -> bool:
    kind = one.get("type", "submit" if one.tag == "button" else "text")
    return bool(one.get("name")) and kind == "submit"


def _add(values: dict[str, Any], one: html.HtmlElement) -> None:
    name, kind = one.get("name"), one.get("type", one.tag)
    if not name or kind in ("submit", "button", "image", "reset"):
        return
    if kind in ("radio", "checkbox"):
        if name not in values or one.get("checked") is not None:
            values[name] = one.get("value", "on")
    elif kind == "file":
        values[name] = SimpleUploadedFile("scene.pdf", PDF, "application/pdf")
    elif kind == "select":
        options = [option.get("value", "") for option in one.iter("option")]
        chosen = one.xpath(".//option[@selected]/@value")
        values[name] = next((value for value in (*chosen, *options) if value), "")
    else:
        there = one.text if kind == "textarea" else one.get("value")
        last = name.rpartition("/")[2]
        values[name] = there or ("" if kind == "hidden" else _BY_NAME.get(last, _BY_TYPE.get(kind, _TEXT)))
