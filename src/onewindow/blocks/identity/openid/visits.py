"""Which session of ours somebody came from, so that leaving here is leaving everywhere."""

import secrets

from django.http import HttpRequest

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.openid.models import Visit
from onewindow.kernel.clock import clock

SID = "openid_sid"
KEY = "openid_session"


def visit_of(request: HttpRequest, account: Account) -> Visit:
    """The visit of this session; it begins with the first system."""
    sid = request.session.get(SID)
    if sid:
        found = Visit.objects.filter(sid=sid, account=account, ended_at=None).first()
        if found is not None:
            return found
    if request.session.session_key is None:
        request.session.create()
    key = request.session.session_key or ""
    made = Visit.objects.create(
        sid=secrets.token_hex(16), account=account, session_key=key, began_at=clock.now()
    )
    request.session[SID], request.session[KEY] = made.sid, key
    return made


def moved(sid: str, *, session_key: str) -> None:
    """The session has another id: its powers changed."""
    Visit.objects.filter(sid=sid, ended_at=None).update(session_key=session_key, missing_since=None)
