"""Letters from templates, in every language of the house.

The template ``room.name`` is the file ``room/letters/name.txt`` in the templates of that room: its first line
is the
subject, the rest is the body. It is Jinja2 of our own, in plain text, with ``_()`` for every sentence.
"""

import re
from collections.abc import Mapping
from functools import cache

from django.template import engines
from django.utils import translation
from jinja2 import Environment, Template, TemplateNotFound

from onewindow.blocks.notifications import app_settings
from onewindow.blocks.notifications.errors import NoSuchTemplate

_NAME = re.compile(r"[a-z]+\.[a-z][a-z-]*")

Texts = dict[str, tuple[str, str]]


def from_template(*, template: str, values: Mapping[str, object]) -> Texts:
    """Language to (subject, body).

    :raises NoSuchTemplate: there is no such file.
    """
    texts: Texts = {}
    for language in app_settings.languages():
        with translation.override(language):
            subject, _, body = _template(template).render(dict(values)).strip().partition("\n")
            texts[language] = (one_line(subject), body.strip())
    return texts


def one_line(text: str) -> str:
    """A subject: no line break may get into the head of an e-mail."""
    return " ".join(text.split())[:200]


def _template(name: str) -> Template:
    if not _NAME.fullmatch(name):
        raise NoSuchTemplate(template=name[:100])
    room, _, letter = name.partition(".")
    try:
        return _plain_text().get_template(f"{room}/letters/{letter}.txt")
    except TemplateNotFound:
        raise NoSuchTemplate(template=name) from None


@cache
def _plain_text() -> Environment:
    """The environment of the pages, but without escapes: a letter is not HTML."""
    return engines["jinja2"].env.overlay(autoescape=False)
