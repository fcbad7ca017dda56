"""Text that nothing behind us can hold is refused before a view sees it.

What is text is said by XML 1.0 §2.2 (production 2, Char): PostgreSQL keeps no U+0000, UTF-8 encodes no half
of a surrogate pair, and what a person filed is written into XML, PDF and JSON, so the narrowest decides.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from onewindow.foundation.web import error_pages
from onewindow.kernel.errors import N_, InvalidInput

_NOT_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAY_HIDE_IN_JSON = re.compile(rb"\\u(?:00[01]|[dD][89a-fA-F]|[fF]{3}[eEfF])|\xef\xbf[\xbe\xbf]")
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class NotText(InvalidInput):
    """A character that is no text, such as U+0000."""

    code = "not-text"
    message = N_("“{where}” holds a character that is not text: {character}.")
    way_out = N_("Take it out, then send it again.")


class WholeText:
    """Refuses it in addresses and in the forms of pages. Put it before whatever reads a view's arguments."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Answer what cannot be kept; the API looks at its bodies once it knows who sends them."""
        try:
            require_whole_address(request)
            if not error_pages.is_for_program(request):
                require_whole_form(request)
        except NotText as refusal:
            return error_pages.of_error(request, refusal)
        return None


def require_whole_address(request: HttpRequest) -> None:
    """Refuse a path or a query that holds what is not text.

    :raises NotText: with the name of the parameter as its field.
    """
    _require("path", request.path_info)
    _require_pairs(request.GET)


def require_whole_body(request: HttpRequest) -> None:
    """Refuse a form or a JSON document that holds what is not text.

    :raises NotText: with the path of the value as its field, such as ``lines/0/description``.
    """
    require_whole_form(request)
    # The API reads a body as JSON whatever it is called.
    if request.content_type in _FORMS or not _MAY_HIDE_IN_JSON.search(request.body):
        return
    try:
        document = json.loads(request.body)
    except (ValueError, RecursionError):
        return  # whoever reads it says what is wrong with it
    for path, text in _texts(document):
        _require(path, text)


def require_whole_form(request: HttpRequest) -> None:
    """Refuse a form that holds what is not text. From names of files Django takes it out.

    :raises NotText: with the name of the form's field as its field.
    """
    if request.method != "POST" or request.content_type not in _FORMS:
        return
    _require_pairs(request.POST)


def _require_pairs(pairs: QueryDict) -> None:
    for name, values in pairs.lists():
        _require(name, name)
        for value in values:
            _require(name, str(value))


def _require(field: str, text: str) -> None:
    found = _NOT_TEXT.search(text)
    if found is not None:
        where = _NOT_TEXT.sub("", field)
        raise NotText(field=where or None, where=where, character=f"U+{ord(found.group()):04X}")


def _texts(document: object) -> Iterator[tuple[str, str]]:
    """Every text of a JSON document with its path; also the names of members."""
    waiting: list[tuple[str, object]] = [("", document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            yield path.removeprefix("/"), value
        elif isinstance(value, dict):
            for name, inner in value.items():
                yield f"{path}/{name}".removeprefix("/"), name
                waiting.append((f"{path}/{name}", inner))
        elif isinstance(value, list):
            waiting.extend((f"{path}/{place}", inner) for place, inner in enumerate(value))
