"""Addresses of the provider. Programs read the most of them out of the discovery document."""

from allauth.idp.oidc import views as library
from django.urls import URLPattern, URLResolver, include, path

from onewindow.blocks.identity.openid.endpoints import discovery, pushing, tokens
from onewindow.blocks.identity.openid.pages import arriving, consent, known, leaving, registering
from onewindow.foundation.access import api as access

_FOR_PROGRAMS: list[URLPattern] = [
    path(".well-known/openid-configuration", discovery.configuration, name="configuration"),
    path(".well-known/oauth-authorization-server", discovery.configuration, name="metadata"),
    path("openid/keys", access.by_itself(view=library.jwks), name="keys"),
    path("openid/userinfo", access.by_itself(view=library.user_info), name="userinfo"),
    path("openid/token", tokens.token, name="token"),
    path("openid/par", pushing.push, name="push"),
    path("openid/revoke", tokens.revoke, name="revoke"),
    path("openid/introspect", tokens.introspect, name="introspect"),
]
_FOR_PEOPLE: list[URLPattern] = [
    path("openid/authorize", arriving.authorize, name="authorize"),
    path("openid/continue/<str:key>/", arriving.continue_, name="continue"),
    path("openid/resume/<str:key>/", arriving.resume, name="resume"),
    path("openid/consent/<str:key>/", consent.consent, name="consent"),
    path("openid/consent/<str:key>/refuse/", consent.refuse, name="refuse"),
    path("openid/again/<str:key>/", consent.again, name="again"),
    path("openid/logout", leaving.leave, name="leave"),
    path("account/systems/", known.overview, name="known"),
    path("account/systems/<slug:client_id>/withdraw/", known.withdraw, name="withdraw"),
]
_FOR_AGENCIES: list[URLPattern] = [
    path("administration/<slug:agency>/systems/", registering.overview, name="systems"),
    path("administration/<slug:agency>/systems/new/", registering.new, name="new"),
    path("administration/<slug:agency>/systems/<slug:client_id>/", registering.change, name="system"),
    path("administration/<slug:agency>/systems/<slug:client_id>/secret/", registering.secret, name="secret"),
    path("administration/<slug:agency>/systems/<slug:client_id>/close/", registering.close, name="close"),
    path(
        "administration/<slug:agency>/systems/<slug:client_id>/decide/<int:proposal>/",
        registering.decide,
        name="decide",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(([*_FOR_PROGRAMS, *_FOR_PEOPLE, *_FOR_AGENCIES], "openid")))
]
