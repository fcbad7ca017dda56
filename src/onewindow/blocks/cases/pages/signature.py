"""Signing what one files: with the key that the house keeps, or with a program of one's own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import OthersMustSign, SignatureNeeded
from onewindow.blocks.cases.types import DraftView, FiledCase
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust.types import Form
from onewindow.foundation.access.api import Actor, actor_of, guard
from onewindow.foundation.web.api import error_summary, render
from onewindow.foundation.web.types import ErrorSummary, FieldView, Option
from onewindow.kernel.errors import OnewindowError

MAX_SIGNATURE = 3_000_000
_FILES = {
    "pades": ("pdf", "application/pdf"),
    "jades": ("json", "application/json"),
    "xades": ("xml", "application/xml"),
    "asic-e": ("asice", "application/vnd.etsi.asic-e+zip"),
}
_FORMS: tuple[Form, ...] = ("pades", "jades", "xades", "asic-e")


@guard("signed-in")
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Sign a draft, in one of two ways, and file it."""
    actor = actor_of(request=request)
    found = api.draft(key=key, actor=actor)
    if found.filed:
        return redirect("cases:filed", number=found.filed)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            return redirect("cases:filed", number=_file(request, found, actor).number)
        except OthersMustSign:
            return redirect("cases:draft-sign", key=key)
        except OnewindowError as problem:
            errors = error_summary(error=problem)
    context = {
        "package": catalogue.package(service=found.service, version=found.version), "key": key,
        "form": _form_field(_form(request)), "pin": _pin_field(errors), "file": _file_field(errors),
        "errors": errors,
        "can_sign": actor.person is not None and trust.has_signing_key(holder=actor.person),
        "back": f"/apply/draft/{key}/check/",
    }  # fmt: skip
    return render(request, "cases/draft_signature.html", context, status=422 if errors else 200)


def _file(request: HttpRequest, found: DraftView, actor: Actor) -> FiledCase:
    if request.POST.get("with") == "key":
        pin = request.POST.get("pin", "")
        return api.sign_and_file_draft(
            key=found.key, actor=actor, language=actor.language, pin=pin, form=_form(request)
        )
    file = request.FILES.get("signature")
    if file is None or not file.size or file.size > MAX_SIGNATURE:
        raise SignatureNeeded(field="signature")
    return api.file_draft(key=found.key, actor=actor, language=actor.language, signature=file.read())


def _form(request: HttpRequest) -> Form:
    """As what the house signs; a PDF, which people can read, where nothing else was chosen."""
    chosen = request.POST.get("form", "pades")
    return next((form for form in _FORMS if form == chosen), "pades")


def _form_field(chosen: str) -> FieldView:
    words = {
        "pades": (_("PDF"), _("You can read and print it. Choose this if you do not know.")),
        "jades": (_("JSON"), _("For programs.")),
        "xades": (_("XML"), _("For programs.")),
        "asic-e": (_("Container"), _("The JSON with its signature, in one file (.asice).")),
    }
    return FieldView(
        name="form", kind="choice", label=_("What we sign for you"), value=chosen,
        options=tuple(
            Option(value=form, label=label, hint=hint) for form, (label, hint) in words.items()
        ),
    )  # fmt: skip


def _pin_field(errors: ErrorSummary) -> FieldView:
    return FieldView(
        name="pin", kind="password", label=_("PIN of your signing key"), error=errors.of("pin"), width=10,
        autocomplete="off",
    )  # fmt: skip


def _file_field(errors: ErrorSummary) -> FieldView:
    return FieldView(
        name="signature", kind="file", label=_("Signature that your program made"),
        hint=_("The signed PDF, JSON or XML, or a container (.asice) with the JSON in it."),
        accept=("pdf", "json", "xml", "asice"), max_mb=3, error=errors.of("signature"),
    )  # fmt: skip


@guard("signed-in")
def to_sign(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """What is to be signed, for a program of one's own."""
    if form not in ("pdf", "json", "xml"):
        raise Http404
    actor = actor_of(request=request)
    data = api.to_sign_of_draft(key=key, actor=actor, form=form, language=actor.language)
    return _attachment(data, name=f"filing.{form}", content_type=f"application/{form}")


@guard("signed-in")
def file(request: HttpRequest, number: str, which: int) -> HttpResponse:
    """A signature under what was filed, as it came."""
    form, data = api.signature_file(number=number, signature=which, actor=actor_of(request=request))
    ending, content_type = _FILES[form]
    return _attachment(data, name=f"{number}-{which}.{ending}", content_type=content_type)


def _attachment(data: bytes, *, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
