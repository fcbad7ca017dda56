"""A draft's report: what was found, how the scenarios went, and publishing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from onewindow.blocks.studio import api
from onewindow.blocks.studio.pages import showing
from onewindow.blocks.studio.pages.drafts import crumbs_of
from onewindow.blocks.studio.pages.rule import RULE
from onewindow.blocks.studio.permission import may_publish
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import error_summary, render
from onewindow.foundation.web.types import ErrorSummary, FieldView
from onewindow.kernel.errors import OnewindowError


@guard(RULE.name)
def report(request: HttpRequest, draft: int) -> HttpResponse:
    """Check and test a draft; publish it, if somebody else wrote it."""
    actor = actor_of(request=request)
    found = api.draft(draft=draft, actor=actor)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            api.publish_draft(draft=found, actor=actor, reason=request.POST.get("reason", ""))
        except OnewindowError as problem:
            errors = error_summary(error=problem)
        else:
            messages.success(
                request, _("It is published. New requests use this version; running ones stay on theirs.")
            )
            return redirect(f"/studio/services/{found.service}/")
    shown: dict[str, object] = {}
    try:
        package = api.package_of_draft(draft=found)
    except OnewindowError as problem:
        errors = errors or error_summary(error=problem)
    else:
        report = api.report_of_package(package=package)
        shown = {"report": report, "findings": showing.findings_table(report.check.findings)}
        shown["waived"] = showing.waived_table(report.check.waived)
        if report.tests is not None:
            shown |= {
                "scenarios": showing.scenarios_table(report.tests),
                "uncovered": showing.uncovered_table(report.tests),
                "rules": showing.rule_tables(package, report.tests),
                "diagram": showing.coverage_diagram(package, report.tests, actor.language),
            }
    context = {
        "draft": found, "errors": errors, "wide": True, "crumbs": crumbs_of(found, _("Check and test")),
        "may_publish": may_publish(actor, found.agency) and found.status == "open",
        "wrote_it": actor.account in found.authors,
        "reason": FieldView(
            name="reason", kind="long_text", label=_("Why is it published?"), rows_high=3,
            value=request.POST.get("reason"), error=errors.of("reason"),
        ),
        **shown,
    }  # fmt: skip
    return render(request, "studio/report.html", context, status=422 if request.method == "POST" else 200)
