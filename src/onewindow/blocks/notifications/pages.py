"""Pages of notifications: the letters of whoever signed in, and the demonstration's mailbox."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from onewindow.blocks.notifications import api
from onewindow.blocks.notifications.models import MailboxLetter
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import render
from onewindow.foundation.web.types import Pages

_ON_A_PAGE = 20


@require_GET
@guard("signed-in")
def letters(request: HttpRequest) -> HttpResponse:
    """All letters, newest first."""
    actor = actor_of(request=request)
    number = _page_number(request)
    found = api.letters(actor=actor, offset=(number - 1) * _ON_A_PAGE, limit=_ON_A_PAGE)
    context = {
        "letters": found.letters,
        "unread": api.unread_count(actor=actor),
        "pages": Pages(number=number, last=max(1, -(-found.total // _ON_A_PAGE)), query={}),
    }
    return render(request, "notifications/letters.html", context)


@require_GET
@guard("signed-in")
def letter(request: HttpRequest, id: int) -> HttpResponse:
    """One letter. Opening it marks it as read."""
    found = api.read(letter=id, actor=actor_of(request=request))
    context = {"letter": found, "case": found.subject.key if found.subject.kind == "case" else ""}
    return render(request, "notifications/letter.html", context | {"back": "/letters/"})


@require_POST
@guard("signed-in")
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    api.mark_all_read(actor=actor_of(request=request))
    messages.success(request, _("All your letters are marked as read."))
    return redirect("notifications:letters")


@require_GET
@guard("public")
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every e-mail of the demonstration, newest first."""
    number = _page_number(request)
    rows = MailboxLetter.objects.order_by("-pk")
    start = (number - 1) * _ON_A_PAGE
    context = {
        "mails": rows[start : start + _ON_A_PAGE],
        "pages": Pages(number=number, last=max(1, -(-rows.count() // _ON_A_PAGE)), query={}),
    }
    return render(request, "notifications/mailbox.html", context)


@require_GET
@guard("public")
def mail(request: HttpRequest, id: int) -> HttpResponse:
    """One e-mail of the demonstration."""
    row = MailboxLetter.objects.filter(pk=id).first()
    if row is None:
        raise Http404
    return render(request, "notifications/mail.html", {"mail": row, "back": "/mailbox/"})


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), 100_000) if text.isascii() and text.isdigit() and len(text) < 7 else 1
