"""Addresses of mandates."""

from django.urls import path

from onewindow.blocks.mandates.pages import acting, company, granting, signing

app_name = "mandates"
urlpatterns = [
    path("acting-for/", acting.acting_for, name="acting_for"),
    path("mandates/", granting.mandates, name="mandates"),
    path("mandates/new/", granting.new, name="new"),
    path("mandates/<slug:code>/", granting.mandate, name="mandate"),
    path("mandates/<slug:code>/signatures/", granting.signatures, name="signatures"),
    path("mandates/<slug:code>/to-sign/", granting.to_sign, name="mandate_to_sign"),
    path("mandates/<slug:code>/sign/", granting.sign, name="sign"),
    path("mandates/<slug:code>/accept/", granting.accept, name="accept"),
    path("mandates/<slug:code>/end/", granting.end, name="end"),
    path("to-sign/", signing.to_sign, name="to_sign"),
    path("to-sign/<slug:code>/", signing.act, name="act"),
    path("to-sign/<slug:code>/statement/", signing.statement, name="statement"),
    path("to-sign/<slug:code>/signatures/", signing.signatures, name="act_signatures"),
    path("to-sign/<slug:code>/withdraw/", signing.withdraw, name="withdraw_act"),
    path("my-company/<slug:key>/", company.company, name="company"),
    path("my-company/<slug:key>/employees/new/", company.new_employee, name="new_employee"),
    path("my-company/<slug:key>/employees/<slug:code>/", company.employee, name="employee"),
    path("my-company/<slug:key>/employees/<slug:code>/end/", company.end_employee, name="end_employee"),
]
