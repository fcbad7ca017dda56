"""Addresses of cases."""

from django.urls import path

from onewindow.blocks.cases.pages import (
    agency,
    apply,
    codes,
    confirming,
    desk,
    joint,
    mine,
    moving,
    signature,
    together,
    why,
)

app_name = "cases"
urlpatterns = [
    path("apply/draft/<str:key>/", apply.draft, name="draft"),
    path("apply/draft/<str:key>/check/", apply.draft_check, name="draft-check"),
    path("apply/draft/<str:key>/sign/", joint.sign, name="draft-sign"),
    path("apply/draft/<str:key>/signature/", signature.sign, name="draft-signature"),
    path("apply/draft/<str:key>/signature/<slug:form>/", signature.to_sign, name="draft-to-sign"),
    path("apply/draft/<str:key>/discard/", apply.discard, name="draft-discard"),
    path("apply/draft/<str:key>/page/<slug:page>/", apply.draft_page, name="draft-page"),
    path("apply/<slug:agency>/<slug:service>/", apply.begin, name="begin"),
    path("to-confirm/", confirming.to_confirm, name="to-confirm"),
    path("to-confirm/<slug:code>/", confirming.one, name="confirm-assisted"),
    path("cases/", mine.mine, name="mine"),
    path("cases/<str:number>/", mine.case, name="case"),
    path("cases/<str:number>/why/", why.why, name="why"),
    path("cases/<str:number>/signatures/<int:which>/", signature.file, name="signature"),
    path("cases/<str:number>/filed/", mine.filed, name="filed"),
    path("cases/<str:number>/answer/<int:work>/", mine.answer, name="answer"),
    path("cases/<str:number>/do/<slug:action>/", mine.act, name="act"),
    path("desk/", desk.inbox, name="inbox"),
    path("cases/<str:number>/do/<slug:action>/give-back/", mine.decline, name="decline"),
    path("desk/several/", desk.several, name="several"),
    path("desk/decide/", together.decide, name="decide"),
    path("desk/work/<int:work>/", desk.work, name="work"),
    path("desk/work/<int:work>/claim/", desk.claim, name="claim"),
    path("desk/work/<int:work>/release/", desk.release, name="release"),
    path("desk/work/<int:work>/hand-over/", desk.hand_over, name="hand-over"),
    path("desk/work/<int:work>/give-back/", desk.give_back, name="give-back"),
    path("agency/", agency.services, name="agency"),
    path("agency/<slug:agency>/<slug:service>/", agency.service, name="agency-service"),
    path("agency/cases/<str:number>/move/", moving.move, name="move"),
    path("agency/cases/", agency.cases, name="agency-cases"),
    path("codes/<slug:register>/", codes.codes, name="codes"),
]
