"""Editing a draft's process and decisions as drawings, in the browser.

The editors write styles into the page, so this route alone has a policy that lets them; scripts stay ours.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from onewindow.blocks.studio import api
from onewindow.blocks.studio.editing.decision_versions import from_editor, to_editor
from onewindow.blocks.studio.editing.drawn_process import draw_process
from onewindow.blocks.studio.types import DraftView
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import content_policy, error_summary, render
from onewindow.foundation.web.types import Crumb
from onewindow.kernel.errors import NotFound, OnewindowError


@dataclass(frozen=True)
class _Model:
    """A file of a draft that has an editor. ``kind`` is ``bpmn`` or ``dmn``."""

    draft: DraftView
    path: str
    kind: str

    @property
    def stored(self) -> bytes:
        return self.draft.files[self.path].encode()

    def for_editor(self) -> str:
        """The stored model as its editor reads it; as it is, where it cannot be read yet."""
        try:
            return (draw_process if self.kind == "bpmn" else to_editor)(self.stored).decode()
        except OnewindowError:
            return self.draft.files[self.path]

    def from_editor(self, text: str) -> str:
        return text if self.kind == "bpmn" else from_editor(text.encode(), before=self.stored).decode()


@guard("officer")
def model(request: HttpRequest, draft: int, path: str) -> HttpResponse:
    """Draw the process or the decisions of a draft, and save them as its next revision."""
    actor = actor_of(request=request)
    found = _found(api.draft(draft=draft, actor=actor), path)
    text, revision, problem = found.for_editor(), found.draft.revision, None
    if request.method == "POST":
        text = request.POST.get("model", "").replace("\r\n", "\n")
        revision = int(request.POST.get("revision", "0") or 0)
        try:
            saved = found.from_editor(text)
            api.save_draft_file(draft=draft, actor=actor, path=path, text=saved, revision=revision)
        except OnewindowError as refused:
            problem = refused
        else:
            messages.success(request, _("The draft is saved. Check and test it before you publish it."))
            return redirect("studio:model", draft=draft, path=path)
    return _page(request, found, text, revision, problem)


def _found(draft: DraftView, path: str) -> _Model:
    kind = path.rpartition(".")[2]
    if path not in draft.files or kind not in ("bpmn", "dmn"):
        raise NotFound()
    return _Model(draft, path, kind)


def _page(
    request: HttpRequest, found: _Model, text: str, revision: int, problem: OnewindowError | None
) -> HttpResponse:
    draft = found.draft
    context = {
        "draft": draft,
        "path": found.path,
        "kind": found.kind,
        "text": text,
        "revision": revision,
        "errors": error_summary(error=problem) if problem else None,
        "crumbs": [Crumb(text=draft.service, link=f"/studio/drafts/{draft.draft}/"), Crumb(text=found.path)],
        "wide": True,
    }
    status = 200 if problem is None else getattr(problem, "status", 422)
    response = render(request, "studio/model.html", context, status=status)
    response["Content-Security-Policy"] = content_policy(inline_styles=True)
    return response
