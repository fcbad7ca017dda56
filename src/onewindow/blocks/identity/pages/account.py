"""One's own account: who it says one is, and the keys for programs."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.blocks.identity import queries, tokens
from onewindow.blocks.identity.administration.who import ADMINISTRATOR
from onewindow.blocks.identity.app_settings import BANK_ROLES, PROOFING_ROLES, TOKEN_SCOPES
from onewindow.blocks.identity.errors import TokenLivesTooLong
from onewindow.blocks.identity.openid.registering import APPROVERS
from onewindow.blocks.identity.types import TokenView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import ErrorSummary, FieldView, Option, SummaryRow
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_, OnewindowError

_SCOPES = {
    "cases:read": N_("See cases"),
    "cases:write": N_("File and change cases"),
    "work:write": N_("Do an officer’s work"),
    "documents:read": N_("Fetch documents"),
    "letters:read": N_("Read letters"),
    "payments:read": N_("See payments"),
    "payments:write": N_("Pay"),
    "registers:read": N_("Read registers"),
    "registers:write": N_("Change registers"),
    "mandates:read": N_("See who may act for whom"),
    "mandates:write": N_("Give, accept, sign and end mandates"),
    "privacy:read": N_("See how data is used, and what people asked about it"),
    "privacy:write": N_("Consent, object, and ask and answer questions about data"),
    "certificates:write": N_("See and revoke certificates, and change their PINs"),
    "certificates:issue": N_("Get and renew certificates"),
    "agency:read": N_("See who works at an agency"),
    "agency:write": N_("Change an agency’s offices, roles and officers"),
}
_DAYS = ("30", "90", "365")


@guard("person")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What the account is, and where to change it."""
    actor = access.actor_of(request=request)
    account = queries.account_view(queries.account_row(actor.account or ""))
    rows = [
        SummaryRow(key=_("Name"), value=account.name),
        SummaryRow(key=_("Email address"), value=account.email),
        *_post_rows(actor),
    ]
    links = _agencies_of(actor, roles=frozenset({ADMINISTRATOR}))
    proofs = bool((PROOFING_ROLES | BANK_ROLES) & actor.roles)
    context = {"rows": rows, "administered": links, "proofs_people": proofs, "roles": actor.roles}
    context["systems_of"] = _agencies_of(actor, roles=APPROVERS)
    return web.render(request, "identity/account.html", context)


def _agencies_of(actor: Actor, *, roles: frozenset[str]) -> list[tuple[str, str]]:
    """Slug and name of the agencies where somebody has one of these roles."""
    language = get_language() or "en"
    slugs = sorted({post.agency for post in actor.posts if post.role in roles})
    return [(slug, queries.agency(slug).name.in_language(language)) for slug in slugs]


def _post_rows(actor: Actor) -> list[SummaryRow]:
    language = get_language() or "en"
    roles = {role.slug: role.name.in_language(language) for role in queries.roles()}
    rows: list[SummaryRow] = []
    for post in actor.posts:
        agency = queries.agency(post.agency).name.in_language(language)
        office = queries.office(post.agency, post.office).name.in_language(language)
        rows.append(SummaryRow(key=roles[post.role], value=f"{agency}, {office}"))
    return rows


@guard("person")
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys for programs; making one shows its secret this once."""
    actor = access.actor_of(request=request)
    if request.method == "GET":
        return _keys_page(request, actor, ErrorSummary())
    days = request.POST.get("days", "")
    try:
        if days not in _DAYS:
            raise TokenLivesTooLong(field="days", days=max(map(int, _DAYS)))
        made = tokens.issue(
            actor,
            name=request.POST.get("name", ""),
            scopes=request.POST.getlist("scopes"),
            days=int(days),
        )
    except OnewindowError as problem:
        return _keys_page(request, actor, web.error_summary(error=problem), status=422)
    response = web.render(request, "identity/key_made.html", {"secret": made.secret, "back": request.path})
    response["Cache-Control"] = "no-store"
    return response


@guard("person")
@require_POST
def end_key(request: HttpRequest, key: str) -> HttpResponse:
    """End a key at once."""
    tokens.revoke(access.actor_of(request=request), key=key)
    return HttpResponseRedirect("/account/keys/")


def _keys_page(request: HttpRequest, actor: Actor, errors: ErrorSummary, status: int = 200) -> HttpResponse:
    context = {
        "errors": errors,
        "views": _key_fields(request, errors),
        "keys": [_shown(each) for each in queries.tokens_of(actor.account or "")],
        "back": "/account/",
    }
    return web.render(request, "identity/keys.html", context, status=status)


def _shown(token: TokenView) -> dict[str, object]:
    ended = token.revoked_at is not None or token.expires_at <= clock.now()
    scopes = ", ".join(_(_SCOPES[scope]) for scope in token.scopes)
    return {"token": token, "ended": ended, "scopes": scopes}


def _key_fields(request: HttpRequest, errors: ErrorSummary) -> tuple[FieldView, ...]:
    return (
        FieldView(
            name="name",
            kind="text",
            label=_("What is it for?"),
            value=request.POST.get("name", ""),
            error=errors.of("name"),
            max_length=100,
        ),
        FieldView(
            name="scopes",
            kind="choices",
            label=_("What may it do?"),
            value=tuple(request.POST.getlist("scopes")),
            options=tuple(Option(value=scope, label=_(_SCOPES[scope])) for scope in TOKEN_SCOPES),
            error=errors.of("scopes"),
        ),
        FieldView(
            name="days",
            kind="choice",
            label=_("How long does it work?"),
            value=request.POST.get("days", "90"),
            options=tuple(Option(value=days, label=_("%(n)s days") % {"n": days}) for days in _DAYS),
            error=errors.of("days"),
        ),
    )
