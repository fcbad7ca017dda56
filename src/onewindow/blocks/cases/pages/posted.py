"""What a page sent, as answers: texts nested by their path, uploads stored, buttons read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import Field, Form
from onewindow.blocks.documents import api as documents
from onewindow.foundation.access.api import Actor
from onewindow.foundation.web.types import FieldView
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

_SEARCH = "__search"


@dataclass(slots=True)
class Posted:
    """A sent page.

    :param answers: raw answers by field, for ``check_answers``.
    :param button: what was pressed: ``continue``, ``add:lines``, ``remove:lines/2``, ``find:path``.
    :param searches: words to look codes up by, by the field's path.
    :param uploads: bytes of the files that were sent, by the field's path.
    :param problems: what was wrong with an upload.
    """

    answers: dict[str, object]
    button: str
    searches: dict[str, str] = field(default_factory=dict[str, str])
    uploads: dict[str, bytes] = field(default_factory=dict[str, bytes])
    problems: list[OnewindowError] = field(default_factory=list[OnewindowError])


def read_posted(
    request: HttpRequest, *, form: Form, fields: tuple[Field, ...], actor: Actor, before: Mapping[str, object]
) -> Posted:
    """Read a page's post.

    :param fields: those on the page: a box of theirs that is not sent is not ticked.
    :param before: earlier answers, whose files stay where no new one is sent.
    """
    flat = {
        name: [str(value) for value in request.POST.getlist(name)]
        for name in request.POST
        if not name.endswith(_SEARCH) and not name.startswith("_") and name not in ("csrfmiddlewaretoken",)
    }
    searches = {
        name.removesuffix(_SEARCH): str(request.POST[name])
        for name in request.POST
        if name.endswith(_SEARCH) and request.POST[name]
    }
    button = str(request.POST.get("_button", "continue"))
    answers = catalogue.nest_answers(form=form, fields=flat)
    for one in fields:
        if one.type == "file":
            answers[one.field] = before.get(one.field)
        elif one.type in ("choices", "yes_no", "choice", "list") and one.field not in answers:
            answers[one.field] = None if one.type in ("yes_no", "choice") else []
    posted = Posted(answers, button, searches)
    for path, upload in request.FILES.items():
        if isinstance(upload, UploadedFile):
            _store(posted, path, upload, form, actor)
    _apply_button(posted)
    return posted


def _store(posted: Posted, path: str, upload: UploadedFile, form: Form, actor: Actor) -> None:
    asked = form.field(path)
    if asked is None or asked.type != "file":
        return
    data = upload.read()
    try:
        stored = documents.store_upload(
            data=data, name=upload.name or "", accept=asked.accept, max_bytes=int(asked.max_mb * 1_000_000),
            uploader=actor, subject=Reference.of("account", actor.account or "nobody"),
        )  # fmt: skip
    except OnewindowError as problem:
        problem.field = path
        posted.problems.append(problem)
        return
    posted.uploads[path] = data
    posted.answers[path] = {
        "file": str(stored.reference), "name": stored.name, "content_type": stored.content_type,
        "size": stored.size,
    }  # fmt: skip


def _apply_button(posted: Posted) -> None:
    what, _, path = posted.button.partition(":")
    if what == "add":
        rows = posted.answers.setdefault(path, [])
        if isinstance(rows, list):
            rows.append({})
    elif what == "remove":
        name, _, number = path.rpartition("/")
        rows = posted.answers.get(name)
        if isinstance(rows, list) and number.isdigit() and int(number) < len(rows):
            del rows[int(number)]


def asked_of(views: Iterable[FieldView]) -> list[str]:
    """Names of all fields that a page asks, so that a later page can tell what is new on it."""
    names: list[str] = []
    for view in views:
        names.append(view.name)
        names += asked_of(view.fields)
        for row in view.rows:
            names += asked_of(row.fields)
    return names


def only_about_new(problems: Iterable[OnewindowError], request: HttpRequest) -> bool:
    """Whether all that is missing are questions that an answer has just opened: nobody was asked them yet."""
    asked = set(request.POST.getlist("_asked"))
    fields = [problem.field for problem in problems]
    return bool(asked) and bool(fields) and all(field and field not in asked for field in fields)
