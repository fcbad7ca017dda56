"""Pages: check a document (anybody), my documents, one document, files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.blocks.documents import api, showing, showing_signatures
from onewindow.blocks.documents.codes import read_code
from onewindow.blocks.documents.errors import UploadEmpty, UploadTooLarge
from onewindow.blocks.documents.serving import attachment
from onewindow.blocks.documents.types import Verification
from onewindow.blocks.documents.verifying import MAX_PDF
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import error_summary, render
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guard("public")
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; show what a file is. Nothing is kept."""
    if request.method != "POST":
        code = str(request.GET.get("code", "")).strip()
        if not code:
            return _ask(request)
        return redirect("documents:verified", code=read_code(code) or code[:40])
    try:
        found = api.verify_file(data=_shown_file(request))
    except OnewindowError as problem:
        return _ask(request, problem)
    return _answer(request, found, by_file=True)


def _ask(request: HttpRequest, problem: OnewindowError | None = None) -> HttpResponse:
    errors = error_summary(error=problem) if problem else None
    context = {
        "code_field": showing.code_field(),
        "file_field": showing.file_field(error=errors.of("file") if errors else ""),
        "errors": errors,
    }
    return render(
        request, "documents/verify.html", context, status=getattr(problem, "status", 422) if problem else 200
    )


def _answer(request: HttpRequest, found: Verification, *, by_file: bool) -> HttpResponse:
    status = 404 if found.answer == "unknown" and not by_file else 200
    context = {
        "found": found,
        "document": found.document,
        "verdict": showing.verdict(found, by_file=by_file),
        "change_word": showing.change_word,
        "signatures": showing_signatures.shown(found.signatures),
        "by_file": by_file,
        "back": "/verify/",
    }
    return render(request, "documents/verified.html", context, status=status)


def _shown_file(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise UploadEmpty(field="file", name=str(getattr(file, "name", "") or _("no file")))
    if file.size > MAX_PDF:
        size, limit = f"{file.size / 1_000_000:.1f}", f"{MAX_PDF / 1_000_000:g}"
        raise UploadTooLarge(field="file", name=str(file.name), size=size, limit=limit)
    return file.read()


@never_cache
@require_safe
@guard("public")
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """What a code stands for."""
    return _answer(request, api.verify_code(code=code), by_file=False)


@never_cache
@require_safe
@guard("public")
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The proof that the issue is in the record, to keep beside the document."""
    proof = api.receipt_of(code=code)
    if proof is None:
        raise Http404
    name = f"{read_code(code)}.receipt.json"
    return attachment(proof.to_text().encode("utf-8"), name=name, content_type="application/json")


@never_cache
@require_safe
@guard("signed-in")
def mine(request: HttpRequest) -> HttpResponse:
    """The documents of the person, or of whom the person acts for."""
    found = api.documents_for(reader=actor_of(request=request))
    context = {"documents": [(one, showing.state_tag(one)) for one in found]}
    return render(request, "documents/mine.html", context)


@never_cache
@require_safe
@guard("signed-in")
def document(request: HttpRequest, code: str) -> HttpResponse:
    """One document: what it is worth, its versions, its file and its proof."""
    found = api.document_for(code=code, reader=actor_of(request=request))
    recorded = api.verify_code(code=code).recorded
    context = {
        "document": found,
        "tag": showing.state_tag(found),
        "change_word": showing.change_word,
        "recorded": recorded,
        "filed_by": showing.who_filed(found),
        "back": "/documents/",
    }
    return render(request, "documents/document.html", context)


@never_cache
@require_safe
@guard("signed-in")
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The sealed file."""
    reader = actor_of(request=request)
    found = api.document_for(code=code, reader=reader)
    return attachment(
        api.sealed_pdf(code=code, reader=reader),
        name=f"{found.number}.pdf",
        content_type="application/pdf",
    )


@never_cache
@require_safe
@guard("signed-in")
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """An upload, for who may see it."""
    reader, file = actor_of(request=request), Reference.of("upload", name)
    stored = api.upload(file=file, reader=reader)
    return attachment(
        api.upload_content(file=file, reader=reader), name=stored.name, content_type=stored.content_type
    )
